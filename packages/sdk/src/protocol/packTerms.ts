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

/** Packs terms into the two halves that the contract takes. Inverse of `unpackTerms`. */
export function packTerms(terms: Terms): PackedTerms {
  return {
    seller: {
      offer: word(
        [terms.gateway, 160],
        [terms.duration, 32],
        [terms.renewUntil, 40],
        [billings.indexOf(terms.billing), 8],
      ),
      payout: word([terms.payee, 160], [terms.protocolFee, 16]),
      issuer: word([terms.sbn, 160], [terms.sbnFee, 16]),
    },
    buyer: {
      order: word([terms.subscriber, 160], [terms.price, 96]),
      promised: word([terms.voucherSigner, 160], [terms.minimum, 96]),
      details: terms.details,
    },
  }
}
