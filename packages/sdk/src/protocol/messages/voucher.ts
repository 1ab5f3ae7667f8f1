import { type Hex, hexToBigInt } from 'viem'
import * as z from 'zod/mini'
import { defineMessage } from '../defineMessage.js'
import { amount, bytes32 } from '../schemas.js'

/**
 * A subscriber's promise about a metered pass. Each one counts from the start, so that only the newest
 * matters. Who signs it, the terms say (`voucherSigner`).
 */
export type Voucher = {
  passId: Hex
  /** What the pass owes in total so far, PRIX base units. */
  owed: bigint
}

export const voucher = defineMessage<Voucher>({
  primaryType: 'Voucher',
  types: {
    Voucher: [
      { name: 'passId', type: 'uint256' },
      { name: 'owed', type: 'uint96' },
    ],
  },
  schema: z.object({ passId: bytes32, owed: amount }),
  toTypedData: ({ owed, passId }) => ({ passId: hexToBigInt(passId), owed }),
  signer: () => undefined,
  expiresAt: () => undefined,
})
