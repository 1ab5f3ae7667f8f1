import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../setup/root.mjs'
import { formatGas } from './formatGas.mjs'
import { judgeGas } from './judgeGas.mjs'

const limits = [
  { operation: 'buy', snapshots: ['a'], limit: 100, peer: { name: 'Other', gas: 200 } },
  { operation: 'whole life', snapshots: ['a', 'b'], limit: 150 },
]
const states = (figures: Record<string, string>, waivers: Parameters<typeof judgeGas>[2] = []) =>
  judgeGas(limits, figures, waivers).map(({ state }) => state)
const waiver = {
  operation: 'whole life',
  measured: 160,
  limit: 150,
  reason: 'safety',
  tried: 'all',
}

describe('a limit', () => {
  test('is kept up to and including its figure', () => {
    expect(states({ a: '100', b: '50' })).toEqual(['kept', 'kept'])
  })

  test('is missed by one unit of gas, and the table says so', () => {
    const verdicts = judgeGas(limits, { a: '100', b: '51' }, [])
    expect(verdicts.map(({ state }) => state)).toEqual(['kept', 'missed'])
    expect(formatGas(verdicts)).toMatch(/^whole life +151 +150 +– +MISSED$/m)
    expect(formatGas(verdicts)).toMatch(/^buy +100 +100 +0\.50 +Other \(200\)$/m)
  })

  test('of something that was not measured is an error', () => {
    expect(() => states({ a: '100' })).toThrow('"b" was not measured')
  })
})

describe('a waiver', () => {
  test('covers as much as it says', () => {
    expect(states({ a: '100', b: '60' }, [waiver])).toEqual(['kept', 'waived'])
    expect(states({ a: '100', b: '61' }, [waiver])).toEqual(['kept', 'missed'])
  })

  test('of another limit covers nothing', () => {
    expect(states({ a: '100', b: '60' }, [{ ...waiver, limit: 155 }])).toEqual(['kept', 'missed'])
    expect(() => states({ a: '100', b: '60' }, [{ ...waiver, operation: 'sell' }])).toThrow(
      '"sell"',
    )
  })

  test('is not left when the limit is kept', () => {
    expect(states({ a: '100', b: '50' }, [waiver])).toEqual(['kept', 'needless'])
  })
})

test('the committed snapshots keep the limits, but for what is waived', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(join(root, 'packages/contracts', name), 'utf8'))
  const verdicts = judgeGas(
    read('gas-limits.json'),
    read('snapshots/MarketplaceGasTest.json'),
    read('gas-waivers.json'),
  )
  expect(verdicts.filter(({ state }) => state === 'missed' || state === 'needless')).toEqual([])
})
