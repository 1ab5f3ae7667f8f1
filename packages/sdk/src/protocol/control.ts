import * as z from 'zod/mini'
import { address, bytes32, signature } from './schemas.js'

/** What is asked of a gateway through the control channel of its driver. */
export const controlRequest = z.object({
  type: z.literal('proveAccount'),
  sbn: address,
  challenge: bytes32,
})

/** Its signature of a `GatewayProof`. */
export const controlResponse = z.object({ signature })
