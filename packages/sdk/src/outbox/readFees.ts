import { type Hex, parseTransaction } from 'viem'
import type { Fees } from './estimateFees.js'

/** What a signed transaction offers for gas, and how much it may use. */
export function readFees(raw: Hex): { fees: Fees; gas: bigint } {
  const { gas = 0n, gasPrice, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parseTransaction(raw)
  if (gasPrice !== undefined) return { fees: { type: 'legacy', gasPrice }, gas }
  return { fees: { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas }, gas }
}
