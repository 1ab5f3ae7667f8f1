import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { address, bytes32, hexUpTo } from '../schemas.js'

/** Connection info of a pass, sealed to its subscriber by its gateway. */
export type Delivery = {
  passId: Hex
  gateway: Address
  sealed: Hex
}

export const delivery = defineMessage<Delivery>({
  primaryType: 'Delivery',
  types: {
    Delivery: [
      { name: 'passId', type: 'bytes32' },
      { name: 'gateway', type: 'address' },
      { name: 'sealed', type: 'bytes' },
    ],
  },
  schema: z.object({ passId: bytes32, gateway: address, sealed: hexUpTo(8_192) }),
  toTypedData: (message) => message,
  signer: (message) => message.gateway,
  expiresAt: () => undefined,
})
