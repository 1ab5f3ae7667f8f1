import type { Abi } from 'viem'
import {
  FollowerClosedError,
  LogsMissingError,
  RpcContradictionError,
  RpcLaggingError,
} from '../errors/follower.js'
import { toChainError } from '../errors/toChainError.js'
import { translateViemError } from '../errors/translateViemError.js'
import { createPoller } from '../internal/createPoller.js'
import { delay } from '../internal/delay.js'
import { catchUp, type Progress } from './catchUp.js'
import type { FollowerContext } from './context.js'
import { createEndpoint, type Endpoint } from './createEndpoint.js'
import { createFilter } from './createFilter.js'
import type { Follower, FollowerParameters } from './types.js'

/** How often something is asked again at once that may pass by itself. */
const attempts = 3

/**
 * Reads a contract's events from the chain without losing, repeating or making up one, also over
 * restarts and reorganizations.
 *
 * - The cursor moves in the same store transaction in which the events take effect, and names the
 *   hash of the last block. What comes next has to follow it. If it does not, the chain was
 *   reorganized: events of blocks that are gone are handed to `onRollback`.
 * - Logs of new blocks are read by the block's hash, held against the bloom filter of its header
 *   (EIP-234, yellow paper 4.3.1), and against its receipts where that leaves a doubt.
 * - A server that is behind, is on another chain, contradicts itself or answers nonsense makes the
 *   follower wait, and never undoes anything.
 * - With three and more `endpoints`, everything counts that a majority of all says alike: of three,
 *   one may lie, or be gone. Of two, both that answer have to agree. One is believed as far as the
 *   checks above go.
 *
 * @returns The follower; nothing is read before `start()`.
 *
 * @example
 * ```ts
 * const follower = createFollower({
 *   client,
 *   store,
 *   name: 'passes',
 *   address: contracts.marketplace,
 *   abi: marketplaceAbi,
 *   confirmations: 2,
 *   fromBlock: deployedAt,
 *   onBatch: async (tx, { events }) => {
 *     for (const event of events)
 *       if (event.eventName === 'PassPurchased') await admit(tx, event.args.passId)
 *   },
 *   onRollback: async (tx, { events }) => {
 *     for (const event of events)
 *       if (event.eventName === 'PassPurchased') await revoke(tx, event.args.passId)
 *   },
 *   onError: (error) => console.error(error),
 * })
 * follower.start()
 * await follower.ready
 * ```
 */
export function createFollower<const abi extends Abi, outcome = void>(
  parameters: FollowerParameters<abi, outcome>,
): Follower {
  const { abi, address, client, logger, name, pollingInterval = 4_000 } = parameters
  const identity = { chainId: undefined, source: `cursor "${name}"` }
  const endpoints = [client, ...(parameters.endpoints ?? [])].map((one, index, { length }) =>
    createEndpoint(one, { number: index + 1, configured: length }, identity),
  )
  const failing = new Map<Endpoint, string>()
  const failed = new Set<Endpoint>()
  const context: FollowerContext<abi, outcome> = {
    parameters,
    endpoints,
    identity,
    filter: createFilter(abi, address),
    window: BigInt(parameters.window ?? 256),
    caution: { divisor: 1n },
    onFailure(endpoint, failure) {
      const error = toChainError(failure)
      failed.add(endpoint)
      // With one endpoint the failure is thrown as well.
      if (endpoints.length === 1 || failing.get(endpoint) === String(error)) return
      failing.set(endpoint, String(error))
      logger?.warn('endpoint not used', { name, endpoint: endpoint.number, error })
    },
  }
  const progress: Progress = { isSuspicious: false }

  async function poll(signal: AbortSignal) {
    for (let attempt = 1; ; attempt++) {
      try {
        failed.clear()
        await catchUp(context, progress, signal)
        for (const endpoint of endpoints) if (!failed.has(endpoint)) failing.delete(endpoint)
        return
      } catch (error) {
        if (attempt === attempts || !mayPass(error)) throw translateViemError(error)
        await delay(Math.min(pollingInterval, 100 * attempt), signal)
      }
    }
  }

  const poller = createPoller(
    {
      poll,
      interval: pollingInterval,
      onError: (error) => {
        logger?.warn('follower failed', { name, error })
        parameters.onError(error)
      },
      signal: parameters.signal,
    },
    () => new FollowerClosedError(),
  )
  return {
    start: poller.start,
    poll: poller.wake,
    ready: poller.ready,
    close: poller.close,
    [Symbol.asyncDispose]: poller.close,
  }
}

function mayPass(error: unknown): boolean {
  return (
    error instanceof RpcLaggingError ||
    error instanceof RpcContradictionError ||
    error instanceof LogsMissingError
  )
}
