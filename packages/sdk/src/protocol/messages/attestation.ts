import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, bytes32, epoch } from '../schemas.js'

/**
 * What an SBN has found out about a gateway in an epoch. Two different ones for one gateway and epoch cost
 * it its bond. Who signs it, the SBN's record says (`getSbn`).
 */
export type Attestation = {
  gateway: Address
  /** Unix time divided by the length of an epoch, which is a day. */
  epoch: number
  /** Hash of the findings. */
  result: Hex
}

export const attestation = defineMessage<Attestation>({
  primaryType: 'Attestation',
  types: {
    Attestation: [
      { name: 'gateway', type: 'address' },
      { name: 'epoch', type: 'uint32' },
      { name: 'result', type: 'bytes32' },
    ],
  },
  schema: z.object({ gateway: address, epoch, result: bytes32 }),
  toTypedData: (message) => message,
  signer: () => undefined,
  expiresAt: () => undefined,
})
