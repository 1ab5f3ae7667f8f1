import { estimateMaxPriorityFeePerGas, getGasPrice } from 'viem/actions'
import { askFirst } from './askFirst.js'
import type { Head } from './readSight.js'
import type { OutboxContext } from './types.js'

export type Fees =
  | { type: 'eip1559'; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }
  | { type: 'legacy'; gasPrice: bigint }

/** What to offer for gas. Twice the base fee lasts for six full blocks. */
export async function estimateFees(context: OutboxContext, { baseFeePerGas }: Head): Promise<Fees> {
  const { maxFeePerGas: cap } = context
  const atMost = (fee: bigint) => (fee < cap ? fee : cap)
  if (baseFeePerGas === null)
    return { type: 'legacy', gasPrice: atMost(await askFirst(context, getGasPrice)) }
  const tip = await askFirst(context, estimateMaxPriorityFeePerGas)
  const maxFeePerGas = atMost(baseFeePerGas * 2n + tip)
  const maxPriorityFeePerGas = tip < maxFeePerGas ? tip : maxFeePerGas
  return { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas }
}
