import { expect, test } from 'vitest'
import { splitFees } from './splitFees.js'

test.each([
  ['whole percents', { sbnFee: 500, protocolFee: 100 }, 10_000n, 500n, 100n],
  ['no fees', { sbnFee: 0, protocolFee: 0 }, 10_000n, 0n, 0n],
  ['the protocol’s alone', { sbnFee: 0, protocolFee: 500 }, 10_000n, 0n, 500n],
  ['both at their highest', { sbnFee: 2_000, protocolFee: 500 }, 10_000n, 2_000n, 500n],
  ['what is left after the SBN’s', { sbnFee: 500, protocolFee: 100 }, 99n, 4n, 1n],
  ['less than a unit', { sbnFee: 500, protocolFee: 100 }, 19n, 0n, 0n],
])('of %s', (_, fees, owed, sbnAmount, protocolAmount) => {
  expect(splitFees(fees, owed)).toEqual({ sbnAmount, protocolAmount })
})

test('one unit more pays one more of both at most', () => {
  const fees = { sbnFee: 2_000, protocolFee: 500 }
  let before = 0n
  for (let owed = 1n; owed <= 1_000n; owed++) {
    const { protocolAmount, sbnAmount } = splitFees(fees, owed)
    expect(sbnAmount + protocolAmount - before).toBeLessThanOrEqual(1n)
    before = sbnAmount + protocolAmount
  }
})
