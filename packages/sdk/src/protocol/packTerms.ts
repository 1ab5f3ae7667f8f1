import { type Hex, numberToHex } from 'viem'
import { billings, type PackedTerms, type Terms } from './terms.js'

const word = (...fields: [value: bigint | number | Hex, bits: number][]): Hex => {
  let bits = 0
  let packed = 0n
  for (const [value, width] of fields) {
    packed = (packed << BigInt(width)) | BigInt(value)
    bits += width
  }
  return numberToHex(packed << BigInt(256 - bits), { size: 32 })
}

/** Packs terms into the six words that the contract takes. Inverse of `unpackTerms`. */
export function packTerms(terms: Terms): PackedTerms {
  return {
    buyer: word([terms.subscriber, 160], [terms.price, 96]),
    seller: word([terms.gateway, 160], [terms.minimum, 96]),
    payout: word(
      [terms.payee, 160],
      [terms.duration, 32],
      [terms.renewUntil, 40],
      [terms.protocolFee, 16],
      [billings.indexOf(terms.billing), 8],
    ),
    issuer: word([terms.sbn, 160], [terms.sbnFee, 16]),
    voucherSigner: word([terms.voucherSigner, 160]),
    details: terms.details,
  }
}
