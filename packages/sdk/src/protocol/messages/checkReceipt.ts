import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, bytes32, timestamp } from '../schemas.js'

/**
 * A gateway's word that it carried so much of a throughput test. What was sent follows from the key,
 * which was committed to before the test and is known after it.
 */
export type CheckReceipt = {
  gateway: Address
  sbn: Address
  /** keccak256 of the key. */
  commitment: Hex
  /** Bytes that reached the client and were right. */
  down: number
  /** Bytes that reached the reflector and were right. */
  up: number
  /** When the gateway signed, by the chain's clock, Unix seconds. */
  at: number
}

/** Bytes that a test carried in one direction. */
export const carriedBytes = z.int().check(z.minimum(0), z.maximum(2 ** 48 - 1))

export const checkReceipt = defineMessage<CheckReceipt>({
  primaryType: 'CheckReceipt',
  types: {
    CheckReceipt: [
      { name: 'gateway', type: 'address' },
      { name: 'sbn', type: 'address' },
      { name: 'commitment', type: 'bytes32' },
      { name: 'down', type: 'uint48' },
      { name: 'up', type: 'uint48' },
      { name: 'at', type: 'uint40' },
    ],
  },
  schema: z.object({
    gateway: address,
    sbn: address,
    commitment: bytes32,
    down: carriedBytes,
    up: carriedBytes,
    at: timestamp,
  }),
  toTypedData: (message) => message,
  signer: (message) => message.gateway,
  // It is about what was; a new test has a new commitment.
  expiresAt: () => undefined,
})
