import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, bytes32, timestamp } from '../schemas.js'

/** A gateway asks the SBN for the details of a pass that was bought for it. */
export type DetailsRequest = {
  passId: Hex
  gateway: Address
  sbn: Address
  /** Unix seconds. */
  expiresAt: number
}

export const detailsRequest = defineMessage<DetailsRequest>({
  primaryType: 'DetailsRequest',
  types: {
    DetailsRequest: [
      { name: 'passId', type: 'bytes32' },
      { name: 'gateway', type: 'address' },
      { name: 'sbn', type: 'address' },
      { name: 'expiresAt', type: 'uint40' },
    ],
  },
  schema: z.object({ passId: bytes32, gateway: address, sbn: address, expiresAt: timestamp }),
  toTypedData: (message) => message,
  signer: (message) => message.gateway,
  expiresAt: (message) => message.expiresAt,
})
