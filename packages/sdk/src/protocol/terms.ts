import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'
import { address, amount, basisPoints, bytes32, seconds, timestamp } from './schemas.js'

/** How a pass is billed: by time, or by voucher. */
export const billings = ['flat', 'metered'] as const

/** The full agreement for one pass: the money part, and the hash of its details. */
export type Terms = {
  subscriber: Address
  gateway: Address
  /** Who gets the gateway's share. */
  payee: Address
  sbn: Address
  /** PRIX base units. */
  price: bigint
  /** What is owed at least, PRIX base units. */
  minimum: bigint
  /** Seconds. */
  duration: number
  /** Unix seconds; 0 for never. */
  renewUntil: number
  /** Basis points of what is owed. */
  protocolFee: number
  /** Basis points of what is owed. */
  sbnFee: number
  billing: (typeof billings)[number]
  voucherSigner: Address
  /** Hash of the details. */
  details: Hex
}

export const terms: z.ZodMiniType<Terms, unknown> = z.object({
  subscriber: address,
  gateway: address,
  payee: address,
  sbn: address,
  price: amount,
  minimum: amount,
  duration: seconds,
  renewUntil: timestamp,
  protocolFee: basisPoints,
  sbnFee: basisPoints,
  billing: z.enum(billings),
  voucherSigner: address,
  details: bytes32,
})

/** EIP-712 fields of the type `Terms`, in order. The contract has the same. */
export const termsFields = [
  { name: 'subscriber', type: 'address' },
  { name: 'gateway', type: 'address' },
  { name: 'payee', type: 'address' },
  { name: 'sbn', type: 'address' },
  { name: 'price', type: 'uint96' },
  { name: 'minimum', type: 'uint96' },
  { name: 'duration', type: 'uint32' },
  { name: 'renewUntil', type: 'uint40' },
  { name: 'protocolFee', type: 'uint16' },
  { name: 'sbnFee', type: 'uint16' },
  { name: 'billing', type: 'uint8' },
  { name: 'voucherSigner', type: 'address' },
  { name: 'details', type: 'bytes32' },
] as const

/** `Terms` with the billing as the number that is hashed. */
export type TermsMessage = Omit<Terms, 'billing'> & { billing: number }

/** Terms as viem's typed-data functions take them. */
export function toTermsMessage(value: Terms): TermsMessage {
  return { ...value, billing: billings.indexOf(value.billing) }
}

/** The half of the terms that passes of one gateway share, in three words. */
export type SellerTerms = { offer: Hex; payout: Hex; issuer: Hex }

/** The half of the terms that is different for each pass, in three words. */
export type BuyerTerms = { order: Hex; promised: Hex; details: Hex }

/** Terms in two halves, as calldata and events carry them. */
export type PackedTerms = { seller: SellerTerms; buyer: BuyerTerms }
