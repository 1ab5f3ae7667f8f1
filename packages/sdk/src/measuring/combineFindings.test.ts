import { type Address, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import type { Findings } from '../protocol/findings.js'
import { combineFindings } from './combineFindings.js'

const gateway: Address = '0x2222222222222222222222222222222222222222'
const evidence = toHex(1, { size: 32 })
const sbn = (index: number) => toHex(index + 1, { size: 20 })
const findings = (changes: Partial<Findings> = {}): Findings => ({
  ...{ gateway, epoch: 20_000, checkedAt: 1_728_000_000, country: 'DE', ipType: 'residential' },
  ...{ mbps: 100, latencyMs: 30, score: 90, evidence },
  ...changes,
})
const combine = (...changes: Partial<Findings>[]) =>
  combineFindings(changes.map((change, index) => ({ sbn: sbn(index), findings: findings(change) })))

test('SBNs that agree give what each of them found', () => {
  expect(combine({}, { mbps: 104 }, { mbps: 96 })).toEqual({
    ...{ gateway, sbns: 3, mbps: 100, latencyMs: 30, country: 'DE', ipType: 'residential' },
    deviating: [],
  })
})

describe('one that lies', () => {
  test.each([
    { mbps: 1 },
    { mbps: 1_000_000 },
    { latencyMs: 0, mbps: 1_000 },
    { latencyMs: 900 },
    { country: 'FR' },
    { ipType: 'hosting' },
  ] as const)('moves nothing by more than the others differ, and is named: %o', (lie) => {
    const combined = combine({ mbps: 98 }, lie, { mbps: 102 })
    expect(combined).toMatchObject({ country: 'DE', deviating: [sbn(1)], ipType: 'residential' })
    expect(combined.mbps).toBeGreaterThanOrEqual(98)
    expect(combined.mbps).toBeLessThanOrEqual(102)
    expect(combined.latencyMs).toBe(30)
  })
})

test('where no more than half agree, there is no country', () => {
  const combined = combine({ country: 'DE' }, { country: 'FR' })
  expect(combined).not.toHaveProperty('country')
  expect(combined.deviating).toEqual([])
})

test.each([
  ['nothing', []],
  [
    'several gateways',
    [
      { sbn: sbn(0), findings: findings() },
      { sbn: sbn(1), findings: findings({ gateway: sbn(9) }) },
    ],
  ],
  [
    'one SBN twice',
    [
      { sbn: sbn(0xab), findings: findings() },
      { sbn: sbn(0xab).toUpperCase().replace('0X', '0x') as Address, findings: findings() },
    ],
  ],
])('%s cannot be combined', (_, attested) => {
  expect(() => combineFindings(attested)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', field: 'attested' }),
  )
})
