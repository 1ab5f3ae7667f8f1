import type { Address } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address } from '../schemas.js'

/** A key's consent to sign for an SBN, which proves that the SBN has it. */
export type SbnSigner = {
  sbn: Address
  signer: Address
}

export const sbnSigner = defineMessage<SbnSigner>({
  primaryType: 'SbnSigner',
  types: {
    SbnSigner: [
      { name: 'sbn', type: 'address' },
      { name: 'signer', type: 'address' },
    ],
  },
  schema: z.object({ sbn: address, signer: address }),
  toTypedData: (message) => message,
  signer: (message) => message.signer,
  expiresAt: () => undefined,
})
