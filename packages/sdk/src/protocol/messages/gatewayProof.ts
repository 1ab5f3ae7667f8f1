import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, bytes32 } from '../schemas.js'

/** A gateway's answer, through its driver, to an SBN that asks whether it holds its account. */
export const gatewayProof = defineMessage({
  primaryType: 'GatewayProof',
  types: {
    GatewayProof: [
      { name: 'gateway', type: 'address' },
      { name: 'sbn', type: 'address' },
      { name: 'challenge', type: 'bytes32' },
    ],
  },
  schema: z.object({ gateway: address, sbn: address, challenge: bytes32 }),
  toTypedData: (message) => message,
  signer: (message) => message.gateway,
  // A fresh challenge is what keeps it from being replayed.
  expiresAt: () => undefined,
})

export type GatewayProof = z.output<typeof gatewayProof.schema>
