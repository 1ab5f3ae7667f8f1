import { zeroAddress } from 'viem'
import type { Terms } from '../terms.js'

/** Terms in which no two fields are alike. */
export const exampleTerms: Terms = {
  subscriber: '0x1111111111111111111111111111111111111111',
  gateway: '0x2222222222222222222222222222222222222222',
  payee: '0x3333333333333333333333333333333333333333',
  sbn: '0x4444444444444444444444444444444444444444',
  price: 123_456_789n,
  minimum: 1_234_567n,
  duration: 3_600,
  renewUntil: 1_900_000_000,
  protocolFee: 100,
  sbnFee: 500,
  billing: 'flat',
  voucherSigner: zeroAddress,
  details: `0x${'5'.repeat(64)}`,
}
