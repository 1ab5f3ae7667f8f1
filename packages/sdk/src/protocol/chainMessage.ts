import {
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  isHex,
  keccak256,
  size,
  slice,
} from 'viem'
import * as z from 'zod/mini'
import type { Signed } from './defineMessage.js'
import type { Deployment } from './domain.js'
import type { Delivery } from './messages/delivery.js'
import { listKnown } from './packing.js'
import { bytes32 } from './schemas.js'
import { sealOverhead } from './sealBytes.js'

/**
 * What a plaintext on the chain is padded to a multiple of, in bytes: questions, quotes and refusals
 * all fit into one block, so that each has the same length as the others.
 */
export const chainBlock = 384

/** The same for the details that go to the gateway with a quote. */
export const detailsBlock = 160

/** Length of sealed details, in bytes. They are the end of every answer to a quote request. */
export const sealedDetailsLength = detailsBlock + sealOverhead

/** Longest question that an SBN looks at, in bytes: two blocks. */
export const longestQuestion = 2 * chainBlock + sealOverhead

/** What is asked of an SBN over the chain, sealed to its key. */
export const question = z.object({
  /** Path of the call, as over HTTP. */
  call: z.string().check(z.maxLength(64)),
  /** X25519 public key that the answer is sealed to. */
  replyKey: bytes32,
  /** What the call takes. */
  body: z.unknown(),
})

export type Question = z.output<typeof question>

/**
 * What an answer need not repeat of its question: what the question says, but not its signature, which
 * may be another one when the same is asked again.
 */
export function listShared(body: unknown): string[] {
  const isSigned = typeof body === 'object' && body !== null && 'message' in body
  return isSigned ? listKnown(body.message) : []
}

const exchangeParameters = [
  { type: 'string' },
  { type: 'uint256' },
  { type: 'address' },
  { type: 'address' },
  { type: 'address' },
  { type: 'bytes32' },
] as const

/**
 * Topic of a question and of the answer to it. Whoever knows the question's reply key finds both, and
 * nobody else can tell what they belong to.
 */
export function getExchangeTopic(
  { chainId, marketplace }: Deployment,
  { asker, replyKey, sbn }: { asker: Address; sbn: Address; replyKey: Hex },
): Hex {
  const values = [
    'passband/v1/exchange',
    BigInt(chainId),
    marketplace,
    asker,
    sbn,
    replyKey,
  ] as const
  return keccak256(encodeAbiParameters(exchangeParameters, values))
}

/**
 * Parts an answer to a quote request: what is sealed to who asked, and the details, sealed to the
 * gateway. Both are empty when it is too short to be one.
 */
export function splitAnswer(message: Hex): { answer: Hex; details: Hex } {
  const length = size(message) - sealedDetailsLength
  if (length <= 0) return { answer: '0x', details: '0x' }
  return { answer: slice(message, 0, length), details: slice(message, length) }
}

/** Topic of a delivery: the pass id itself, which is public. */
export function getDeliveryTopic(passId: Hex): Hex {
  return passId
}

const signatureLength = 65

/** A delivery as it is posted: the signature, and what is sealed. The rest is known from the pass. */
export function encodeDelivery({ message, signature }: Signed<Delivery>): Hex {
  return concat([signature, message.sealed])
}

/** Reads a posted delivery of a gateway's pass, or `undefined` when it cannot be one. */
export function decodeDelivery(
  posted: Hex,
  { gateway, passId }: { gateway: Address; passId: Hex },
): Signed<Delivery> | undefined {
  if (!isHex(posted) || size(posted) <= signatureLength) return undefined
  const signature = slice(posted, 0, signatureLength)
  return { message: { passId, gateway, sealed: slice(posted, signatureLength) }, signature }
}
