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
 * Reads terms from the six words of a purchase event.
 *
 * @throws `InvalidInputError` when unused bits are set or the billing is unknown.
 */
export function unpackTerms(packed: PackedTerms): Terms {
  const buyer = reader(packed.buyer)
  const seller = reader(packed.seller)
  const payout = reader(packed.payout)
  const issuer = reader(packed.issuer)
  const signer = reader(packed.voucherSigner)
  const terms = {
    subscriber: buyer.address(),
    price: buyer.uint(96),
    gateway: seller.address(),
    minimum: seller.uint(96),
    payee: payout.address(),
    duration: Number(payout.uint(32)),
    renewUntil: Number(payout.uint(40)),
    protocolFee: Number(payout.uint(16)),
    billing: billings[Number(payout.uint(8))],
    sbn: issuer.address(),
    sbnFee: Number(issuer.uint(16)),
    voucherSigner: signer.address(),
    details: packed.details,
  }
  const { billing } = terms
  if (billing === undefined || issuer.rest() !== 0n || signer.rest() !== 0n)
    throw new InvalidInputError('terms', 'Unused bits are set, or the billing is unknown.')
  return { ...terms, billing }
}
