import type { Hex } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { bytes32 } from '../schemas.js'

/**
 * An SBN's word that a request is answered by this quote and no other. Two different ones for one request
 * cost it its bond. Who signs it, the SBN's record says (`getSbn`).
 */
export type Answer = {
  /** Digest of the request, as the subscriber signed it (`hashMessage`). */
  request: Hex
  /** Digest of the quote. */
  quote: Hex
}

export const answer = defineMessage<Answer>({
  primaryType: 'Answer',
  types: {
    Answer: [
      { name: 'request', type: 'bytes32' },
      { name: 'quote', type: 'bytes32' },
    ],
  },
  schema: z.object({ request: bytes32, quote: bytes32 }),
  toTypedData: (message) => message,
  signer: () => undefined,
  expiresAt: () => undefined,
})
