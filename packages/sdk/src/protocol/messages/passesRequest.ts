import type { Address } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, timestamp } from '../schemas.js'

/** An owner asks an SBN for the passes that it quoted to it. */
export type PassesRequest = {
  owner: Address
  sbn: Address
  /** Unix seconds. */
  expiresAt: number
}

export const passesRequest = defineMessage<PassesRequest>({
  primaryType: 'PassesRequest',
  types: {
    PassesRequest: [
      { name: 'owner', type: 'address' },
      { name: 'sbn', type: 'address' },
      { name: 'expiresAt', type: 'uint40' },
    ],
  },
  schema: z.object({ owner: address, sbn: address, expiresAt: timestamp }),
  toTypedData: (message) => message,
  signer: (message) => message.owner,
  expiresAt: (message) => message.expiresAt,
})
