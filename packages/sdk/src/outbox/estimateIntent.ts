import { BaseError, InsufficientFundsError } from 'viem'
import { estimateGas } from 'viem/actions'
import { ContractRevertedError, getContractError } from '../errors/contract.js'
import { findConnectionError } from '../errors/findConnectionError.js'
import { askFirst } from './askFirst.js'
import { simulateCalls } from './simulateCalls.js'
import type { QueuedIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * What a call may need on top of its estimate: time goes on in between, and a pass that is ended in
 * the second of its start owes nobody anything, but pays three accounts for the first time a second
 * later. What is not used is not paid.
 */
const reserve = 100_000n

export type Estimate =
  | { kind: 'ready'; gas: bigint }
  /** The contract refuses the call as things stand. */
  | { kind: 'refused'; error: ContractRevertedError }
  /** The server could not be asked, or the account has no money: nothing about this call. */
  | { kind: 'unanswered'; error: unknown }
  /** The server does not say why. It may be this call alone that it cannot estimate. */
  | { kind: 'unclear'; error: unknown }

/** The gas that a call needs, or why that is not known. */
export async function estimateIntent(
  context: OutboxContext,
  { to, data, value }: QueuedIntent,
  /** Whether to count on transactions that are sent but not mined. */
  blockTag: 'latest' | 'pending',
): Promise<Estimate> {
  const request = { account: context.client.account.address, to, data, value, blockTag }
  try {
    const gas = await askFirst(context, (endpoint) => estimateGas(endpoint, request))
    // Others may act in between and make the call dearer.
    return { kind: 'ready', gas: (gas * 5n) / 4n + reserve }
  } catch (error) {
    context.signal.throwIfAborted()
    const refusal = getContractError(error)
    if (refusal) return { kind: 'refused', error: refusal }
    if (findConnectionError(error) || isUnfunded(error)) return { kind: 'unanswered', error }
    // An invalid opcode or a lack of gas has no code of its own in JSON-RPC.
    const [isSuccess] = (await simulateCalls(context, [{ to, data, value }], blockTag)) ?? []
    if (isSuccess === false)
      return { kind: 'refused', error: new ContractRevertedError(undefined, { cause: error }) }
    return { kind: 'unclear', error }
  }
}

const isUnfunded = (error: unknown) =>
  error instanceof BaseError &&
  error.walk((cause) => cause instanceof InsufficientFundsError) !== null
