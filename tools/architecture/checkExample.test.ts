import { expect, test } from 'vitest'
import { checkExample } from './checkExample.js'

const published = new Set(['@passband/sdk', '@passband/sdk/devnet'])

function check(text: string) {
  return checkExample('examples/vpn', published, [{ path: 'examples/vpn/src/deep/a.ts', text }])
}

test.each([
  `import { b } from '../b.js'`,
  `import { b } from '@passband/sdk/devnet'`,
  `import { b } from 'viem'`,
  `import { b } from 'node:fs'`,
])('an example may say %s', (text) => {
  expect(check(text)).toEqual([])
})

test.each([
  [`import { b } from '../../../demo/src/b.js'`, 'examples/demo/src/b'],
  [`export { b } from '../../../../packages/sdk/src/b.js'`, 'packages/sdk/src/b'],
  [`import type { b } from '@passband/sdk/src/b.js'`, '@passband/sdk/src/b.js'],
  [`await import('@passband/sdk/dist/index.js')`, '@passband/sdk/dist/index.js'],
  [`import { b } from '@passband/sdk/internal'`, '@passband/sdk/internal'],
  [`import { b } from '@passband/elsewhere'`, '@passband/elsewhere'],
])('an example may not say %s', (text, target) => {
  expect(check(text)).toEqual([`examples/vpn/src/deep/a.ts:1 examples/vpn → ${target}`])
})
