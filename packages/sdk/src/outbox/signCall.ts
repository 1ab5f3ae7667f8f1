import type { Address, Hex } from 'viem'
import type { Fees } from './estimateFees.js'
import type { OutboxContext } from './types.js'

type Call = { to: Address; data: Hex; value: bigint; gas: bigint; nonce: number }

/** Signs a transaction. Nobody may see it before it is stored. */
export async function signCall(
  { client }: Pick<OutboxContext, 'client'>,
  chainId: number,
  { to, data, value, gas, nonce }: Call,
  fees: Fees,
): Promise<Hex> {
  return (await client.account.signTransaction(
    { chainId, nonce, gas, to, data, value, ...fees },
    { serializer: client.chain?.serializers?.transaction },
  )) as Hex
}
