import type { Address } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, timestamp } from '../schemas.js'

/** A gateway asks an SBN for the checks that it made of it, or for a new one. */
export type ChecksRequest = {
  gateway: Address
  sbn: Address
  /** Whether it is to be checked again, soon. */
  again: boolean
  /** Unix seconds. */
  expiresAt: number
}

export const checksRequest = defineMessage<ChecksRequest>({
  primaryType: 'ChecksRequest',
  types: {
    ChecksRequest: [
      { name: 'gateway', type: 'address' },
      { name: 'sbn', type: 'address' },
      { name: 'again', type: 'bool' },
      { name: 'expiresAt', type: 'uint40' },
    ],
  },
  schema: z.object({ gateway: address, sbn: address, again: z.boolean(), expiresAt: timestamp }),
  toTypedData: (message) => message,
  signer: (message) => message.gateway,
  expiresAt: (message) => message.expiresAt,
})
