import { getAddress, type Hex, hexToBigInt, numberToHex } from 'viem'
import { InvalidInputError } from '../errors/input.js'
import { billings, type PackedTerms, type Terms } from './terms.js'

/** Reads fields of a word from its high end. */
const reader = (word: Hex) => {
  let left = 256n
  const value = hexToBigInt(word)
  const take = (bits: number) => {
    left -= BigInt(bits)
    return (value >> left) & ((1n << BigInt(bits)) - 1n)
  }
  return {
    uint: take,
    address: () => getAddress(numberToHex(take(160), { size: 20 })),
    rest: () => value & ((1n << left) - 1n),
  }
}

/**
 * Reads terms from the two halves of a purchase event.
 *
 * @throws `InvalidInputError` when unused bits are set or the billing is unknown.
 */
export function unpackTerms({ buyer, seller }: PackedTerms): Terms {
  const offer = reader(seller.offer)
  const payout = reader(seller.payout)
  const issuer = reader(seller.issuer)
  const order = reader(buyer.order)
  const promised = reader(buyer.promised)
  const terms = {
    gateway: offer.address(),
    duration: Number(offer.uint(32)),
    renewUntil: Number(offer.uint(40)),
    billing: billings[Number(offer.uint(8))],
    payee: payout.address(),
    protocolFee: Number(payout.uint(16)),
    sbn: issuer.address(),
    sbnFee: Number(issuer.uint(16)),
    subscriber: order.address(),
    price: order.uint(96),
    voucherSigner: promised.address(),
    minimum: promised.uint(96),
    details: buyer.details,
  }
  const { billing } = terms
  if (billing === undefined || [offer, payout, issuer].some((half) => half.rest() !== 0n))
    throw new InvalidInputError('terms', 'Unused bits are set, or the billing is unknown.')
  return { ...terms, billing }
}
