import { describe, expect, test } from 'vitest'
import { sdk, tunnel } from '../rooms.js'
import { checkRooms } from './checkRooms.js'

/** Checks one file of the SDK, beside the others given. */
function checkSdk(path: string, text: string, others: Record<string, string> = {}) {
  return checkRooms(
    sdk,
    '@passband/sdk',
    toSources('packages/sdk/src', { [path]: text, ...others }),
  )
}

function checkTunnel(path: string, text: string, others: Record<string, string> = {}) {
  const sources = toSources('packages/tunnel/src', { [path]: text, ...others })
  return checkRooms(tunnel, '@passband/tunnel', sources)
}

function toSources(folder: string, files: Record<string, string>) {
  return Object.entries(files).map(([path, text]) => ({ path: `${folder}/${path}`, text }))
}

describe('the SDK', () => {
  test.each([
    ['gateway/a.ts', `import { b } from '../actions/passes/b.js'`],
    ['gateway/a.ts', `import { b } from './serving/b.js'`],
    ['exports/index.ts', `export { b } from '../devnet/b.js'`],
    ['exports/testing.ts', `export { b } from '../store/testing/b.js'`],
    ['contracts/getContracts.ts', `import { b } from '../errors/b.js'`],
    ['errors/contract.ts', `import { abi } from '../contracts/excerpts.js'`],
    ['internal/a.ts', `import { b } from '../errors/b.js'`],
    ['subscriber/a.ts', `import type { Driver } from '@passband/tunnel'`],
    ['devnet/a.ts', `import { socks } from '@passband/tunnel/socks'`],
    ['sbn/a.test.ts', `import { createDevnet } from '../devnet/createDevnet.js'`],
    ['sbn/a.test.ts', `import { socks } from '@passband/tunnel/socks'`],
    ['store/a.test.ts', `import { startChain } from '../internal/testing/startChain.js'`],
    ['store/a.test.ts', `import { run } from './testing/run.js'`],
    ['store/a.test.ts', `import { b } from '../gateway/b.js'`],
    ['actions/testing/a.ts', `import { b } from '../../devnet/b.js'`],
    ['protocol/a.test.ts', `import { readFileSync } from 'node:fs'`],
    ['store/libsql/a.ts', `import { mkdir } from 'node:fs/promises'`],
    ['gateway/a.ts', `import { once } from 'node:events'`],
  ])('%s may say %s', (path, text) => {
    expect(checkSdk(path, text)).toEqual([])
  })

  test.each([
    ['actions/a.ts', `import { b } from '../gateway/b.js'`, 'actions → gateway'],
    ['actions/a.ts', `import type { B } from '../gateway/b.js'`, 'actions → gateway'],
    ['actions/a.ts', `export { b } from '../gateway/b.js'`, 'actions → gateway'],
    ['actions/a.ts', `export type * from '../gateway/b.js'`, 'actions → gateway'],
    ['actions/a.ts', `const b = await import('../gateway/b.js')`, 'actions → gateway'],
    ['actions/a.ts', `let b: import('../gateway/b.js').B`, 'actions → gateway'],
    ['actions/a.ts', `import { b } from '../exports/index.js'`, 'actions → exports'],
    ['gateway/a.ts', `import { b } from '../sbn/b.js'`, 'gateway → sbn'],
    ['subscriber/a.ts', `import { b } from '../gateway/b.js'`, 'subscriber → gateway'],
    ['follower/a.ts', `import { b } from '../outbox/b.js'`, 'follower → outbox'],
    ['store/a.ts', `import { b } from '../geo/b.js'`, 'store → geo'],
    ['errors/a.ts', `import { b } from '../contracts/getContracts.js'`, 'errors → contracts'],
    ['errors/a.ts', `import { b } from '../internal/b.js'`, 'errors → internal'],
    ['events/a.ts', `import { b } from '../internal/b.js'`, 'events → internal'],
    ['internal/a.ts', `import { b } from '../protocol/b.js'`, 'internal → protocol'],
    [
      'gateway/a.ts',
      `import { b } from '../internal/testing/b.js'`,
      'gateway → internal/testing/b',
    ],
    ['gateway/a.ts', `import { b } from '../store/testing/b.js'`, 'gateway → store/testing/b'],
    [
      'gateway/a.ts',
      `import { s } from '@passband/tunnel/socks'`,
      'gateway → @passband/tunnel/socks',
    ],
    ['gateway/a.ts', `import { type S } from '@passband/tunnel'`, 'gateway → @passband/tunnel'],
    ['gateway/a.ts', `export { s } from '@passband/tunnel'`, 'gateway → @passband/tunnel'],
    ['gateway/a.ts', `await import('@passband/tunnel/socks')`, 'gateway → @passband/tunnel/socks'],
    [
      'devnet/a.ts',
      `import { s } from '@passband/tunnel/src/driver.js'`,
      'devnet → @passband/tunnel/src/driver.js',
    ],
    [
      'devnet/a.ts',
      `import { s } from '../../../tunnel/src/driver.js'`,
      'devnet → packages/tunnel/src/driver',
    ],
    ['gateway/a.ts', `import { s } from '@passband/sdk/sbn'`, 'gateway → @passband/sdk/sbn'],
    ['cellar/a.ts', '', 'cellar → a room that the table does not have'],
  ])('%s may not say %s', (path, text, expected) => {
    expect(checkSdk(path, `\n${text}`)).toEqual([
      `packages/sdk/src/${path}:${text === '' ? 1 : 2} ${expected}`,
    ])
  })

  test.each([
    'exports/index.ts',
    'subscriber/a.ts',
    'messaging/a.ts',
    'actions/a/b.ts',
    'store/memory/a.ts',
    'geo/distance/a.ts',
    'measuring/a.ts',
    'protocol/a.ts',
    'contracts/a.ts',
    'errors/a.ts',
    'events/a.ts',
  ])('%s runs in a browser: it imports nothing of Node', (path) => {
    const room = path.replace('.ts', '')
    for (const text of [
      `import { a } from 'node:crypto'`,
      `import { a } from 'crypto'`,
      `await import('node:crypto')`,
      `import type { a } from 'node:crypto'`,
    ]) {
      const [line, ...more] = checkSdk(path, text)
      expect(line).toMatch(`packages/sdk/src/${path}:1 ${room} (runs in a browser) → `)
      expect(more).toEqual([])
    }
  })

  test('what a browser loads from another room imports nothing of Node either', () => {
    const found = checkSdk('protocol/a.ts', `import { b } from '../internal/b.js'`, {
      'internal/b.ts': `export { c } from './c.js'`,
      'internal/c.ts': `import { d } from 'node:net'`,
      'internal/unused.ts': `import { d } from 'node:net'`,
    })
    expect(found).toEqual([
      'packages/sdk/src/internal/c.ts:1 protocol/a (runs in a browser) → node:net',
    ])
  })

  test('a type that a browser needs is not loaded', () => {
    const found = checkSdk('protocol/a.ts', `import type { B } from '../internal/b.js'`, {
      'internal/b.ts': `import { d } from 'node:net'`,
    })
    expect(found).toEqual([])
  })
})

describe('the tunnel', () => {
  test.each([
    ['drivers/socks/client/a.ts', `import { b } from '../../../egress/b.js'`],
    ['drivers/socks/a.ts', `import { b } from '../../driver.js'`],
    ['drivers/socks/a.ts', `import { b } from './server/b.js'`],
    ['drivers/socks/a.test.ts', `import { b } from '../../testing/b.js'`],
    ['testing/a.ts', `import { expect } from 'vitest'`],
    ['egress/a.ts', `import { withSignal } from '../internal/withSignal.js'`],
  ])('%s may say %s', (path, text) => {
    expect(checkTunnel(path, text)).toEqual([])
  })

  test.each([
    ['drivers/socks/a.ts', `import { b } from '../memory/b.js'`, 'drivers/socks → drivers/memory'],
    ['drivers/socks/a.ts', `import { b } from '../../testing/b.js'`, 'drivers/socks → testing'],
    ['egress/a.ts', `import { b } from '../drivers/socks/b.js'`, 'egress → drivers/socks'],
    ['egress/a.ts', `import { b } from '../internal/b.js'`, 'egress → internal'],
    ['testing/a.ts', `import { b } from '../egress/b.js'`, 'testing → egress'],
    ['testing/a.ts', `import { b } from 'undici'`, 'testing → undici'],
    ['driver.ts', `import type { B } from './errors/b.js'`, 'driver → errors'],
    ['driver.ts', `import type { B } from 'undici'`, 'driver → undici'],
    ['metering/a.ts', `import type { Hex } from 'viem'`, 'metering → viem'],
    ['metering/a.ts', `import { a } from 'viem/utils'`, 'metering → viem/utils'],
    ['exports/a.ts', `import { P } from '@passband/sdk'`, 'exports → @passband/sdk'],
  ])('%s may not say %s', (path, text, expected) => {
    expect(checkTunnel(path, `\n${text}`)).toEqual([`packages/tunnel/src/${path}:2 ${expected}`])
  })

  test('the port itself imports nothing of Node', () => {
    expect(checkTunnel('driver.ts', `import type { Readable } from 'node:stream'`)).toContain(
      'packages/tunnel/src/driver.ts:1 driver → node:stream',
    )
  })

  test('the memory driver runs in a browser with all that it loads', () => {
    const found = checkTunnel('drivers/memory/a.ts', `import { b } from '../../metering/b.js'`, {
      'metering/b.ts': `import { performance } from 'node:perf_hooks'`,
    })
    expect(found).toEqual([
      'packages/tunnel/src/metering/b.ts:1 drivers/memory/a (runs in a browser) → node:perf_hooks',
    ])
  })
})
