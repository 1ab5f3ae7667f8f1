import { expect, test } from 'vitest'
import { raiseFees } from './raiseFees.js'

const fees = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint) =>
  ({ type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas }) as const

test.each([
  [0n, 0n],
  [1n, 1n],
  [7n, 3n],
  [1_000n, 10n],
  [3_000_000_001n, 1_000_000_007n],
])('both fees go up by 12.5 %% at least: %s, %s', (most, tip) => {
  const raised = raiseFees(fees(most, tip), fees(0n, 0n), 10n ** 12n)
  if (raised?.type !== 'eip1559') throw new Error('Not raised.')
  expect(raised.maxFeePerGas * 8n).toBeGreaterThanOrEqual(most * 9n)
  expect(raised.maxFeePerGas).toBeGreaterThan(most)
  expect(raised.maxPriorityFeePerGas * 8n).toBeGreaterThanOrEqual(tip * 9n)
  expect(raised.maxPriorityFeePerGas).toBeGreaterThan(tip)
  expect(raised.maxPriorityFeePerGas).toBeLessThanOrEqual(raised.maxFeePerGas)
})

test('what the market asks is offered when that is more', () => {
  expect(raiseFees(fees(100n, 10n), fees(500n, 50n), 1_000n)).toEqual(fees(500n, 50n))
  expect(raiseFees(fees(100n, 10n), fees(5n, 50n), 1_000n)).toEqual(fees(113n, 50n))
})

test('more than the cap is not offered', () => {
  expect(raiseFees(fees(100n, 10n), fees(100n, 10n), 112n)).toBeUndefined()
  expect(raiseFees(fees(100n, 10n), fees(100n, 10n), 113n)).toEqual(fees(113n, 12n))
})

test('chains without a base fee have one price', () => {
  const legacy = (gasPrice: bigint) => ({ type: 'legacy', gasPrice }) as const
  expect(raiseFees(legacy(100n), legacy(10n), 1_000n)).toEqual(legacy(113n))
  expect(raiseFees(legacy(100n), legacy(300n), 1_000n)).toEqual(legacy(300n))
  expect(raiseFees(legacy(100n), legacy(300n), 112n)).toBeUndefined()
})
