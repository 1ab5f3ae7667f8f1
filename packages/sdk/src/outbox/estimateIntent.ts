import { BaseError, ExecutionRevertedError } from 'viem'
import { estimateGas } from 'viem/actions'
import { ContractRevertedError, getContractError } from '../errors/contract.js'
import { abortable } from '../internal/abortable.js'
import type { QueuedIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * What a call may need on top of its estimate: time goes on in between, and a pass that is ended in
 * the second of its start owes nobody anything, but pays three accounts for the first time a second
 * later. What is not used is not paid.
 */
const reserve = 100_000n

// What nodes say instead of "execution reverted" when a call fails in another way.
const halted = /EVM error|invalid opcode|out of gas|invalid jump|stack (over|under)flow/i

/** The gas that a call needs, or the contract's refusal. Other failures are thrown. */
export async function estimateIntent(
  { client, signal }: OutboxContext,
  intent: QueuedIntent,
  /** Whether to count on transactions that are sent but not mined. */
  blockTag: 'latest' | 'pending',
): Promise<bigint | ContractRevertedError> {
  const { to, data, value } = intent
  try {
    const request = { account: client.account.address, to, data, value, blockTag }
    const gas = await abortable(estimateGas(client, request), signal)
    // Others may act in between and make the call dearer.
    return (gas * 5n) / 4n + reserve
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    const isRefusal = error.walk(
      (cause) =>
        cause instanceof ExecutionRevertedError || halted.test((cause as Error).message ?? ''),
    )
    if (!isRefusal) throw error
    return getContractError(error) ?? new ContractRevertedError(undefined, { cause: error })
  }
}
