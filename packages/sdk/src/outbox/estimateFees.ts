import type { Chain, Client, Transport } from 'viem'
import { estimateMaxPriorityFeePerGas, getBlock, getGasPrice } from 'viem/actions'

/**
 * What to offer for gas. Twice the base fee lasts for six full blocks, which matters because an
 * offer is not raised later.
 */
export async function estimateFees(client: Client<Transport, Chain | undefined>) {
  const { baseFeePerGas } = await getBlock(client, { blockTag: 'latest' })
  if (baseFeePerGas === null)
    return { type: 'legacy', gasPrice: await getGasPrice(client) } as const
  const maxPriorityFeePerGas = await estimateMaxPriorityFeePerGas(client)
  const maxFeePerGas = baseFeePerGas * 2n + maxPriorityFeePerGas
  return { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas } as const
}
