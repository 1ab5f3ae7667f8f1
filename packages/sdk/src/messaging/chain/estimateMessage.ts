import type { Address, Chain, Client, Transport } from 'viem'
import { estimateGas, estimateMaxPriorityFeePerGas, getBlock, getGasPrice } from 'viem/actions'
import type { Call } from '../../actions/call.js'
import { toChainError } from '../../errors/toChainError.js'
import type { MessageCost } from '../messenger.js'

/**
 * What a call costs at most, at the fees of now. What a rollup takes on top for its own chain is not
 * in it.
 */
export async function estimateMessage(
  client: Client<Transport, Chain>,
  { account, call }: { account: Address; call: Call },
): Promise<MessageCost> {
  try {
    const [gas, price] = await Promise.all([
      // By address, so that the account's money is no question here.
      estimateGas(client, { ...call, account }),
      getHighestPrice(client),
    ])
    return { gas, cost: gas * price }
  } catch (error) {
    throw toChainError(error, { paymentState: 'unpaid' })
  }
}

/** Wei for a unit of gas: the base fee may rise for some blocks until it is mined. */
async function getHighestPrice(client: Client<Transport, Chain>): Promise<bigint> {
  const { baseFeePerGas } = await getBlock(client, { blockTag: 'latest' })
  if (baseFeePerGas === null) return getGasPrice(client)
  return baseFeePerGas * 2n + (await estimateMaxPriorityFeePerGas(client))
}
