import type { Address } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, timestamp } from '../schemas.js'

/** A gateway asks an SBN what it thinks of it. */
export type StatusRequest = {
  gateway: Address
  sbn: Address
  /** Unix seconds. */
  expiresAt: number
}

export const statusRequest = defineMessage<StatusRequest>({
  primaryType: 'StatusRequest',
  types: {
    StatusRequest: [
      { name: 'gateway', type: 'address' },
      { name: 'sbn', type: 'address' },
      { name: 'expiresAt', type: 'uint40' },
    ],
  },
  schema: z.object({ gateway: address, sbn: address, expiresAt: timestamp }),
  toTypedData: (message) => message,
  signer: (message) => message.gateway,
  expiresAt: (message) => message.expiresAt,
})
