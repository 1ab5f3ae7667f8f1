import * as z from 'zod/mini'
import { carriedBytes } from './messages/checkReceipt.js'
import { address, bytes32, signature, timestamp } from './schemas.js'

/** What an SBN asks of a gateway through the control channel of its driver. */
export const controlRequest = z.discriminatedUnion('type', [
  /** A `GatewayProof`. */
  z.object({ type: z.literal('proveAccount'), sbn: address, challenge: bytes32 }),
  /** A throughput test begins, whose content follows from the key that is committed to. */
  z.object({ type: z.literal('beginCheck'), sbn: address, commitment: bytes32 }),
  /** It is over: this is the key, and these bytes were right. */
  z.object({
    type: z.literal('countersign'),
    sbn: address,
    key: bytes32,
    down: carriedBytes,
    up: carriedBytes,
  }),
])

export type ControlRequest = z.output<typeof controlRequest>

/** Its signature of a `GatewayProof`. */
export const controlResponse = z.object({ signature })

/** It counts from now on. */
export const beginResponse = z.object({ begun: z.literal(true) })

/** Its signature of a `CheckReceipt`, and when it signed. */
export const countersignResponse = z.object({ signature, at: timestamp })
