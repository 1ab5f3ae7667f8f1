import type { Abi } from 'viem'
import { getChainId } from 'viem/actions'
import { WrongChainError } from '../errors/config.js'
import { FollowerClosedError } from '../errors/follower.js'
import { toChainError } from '../errors/toChainError.js'
import { abortable } from '../internal/abortable.js'
import { createPoller } from '../internal/createPoller.js'
import { createRange } from './createRange.js'
import { cursors } from './cursors.js'
import { readEvents } from './readEvents.js'
import { readHead } from './readHead.js'
import type { Follower, FollowerParameters, Head } from './types.js'

/**
 * Reads a contract's events from the chain without losing or repeating one, also over restarts: the
 * cursor moves in the same store transaction in which the events take effect.
 *
 * It reads by block numbers and only below the head by `confirmations`. So it trusts its RPC server
 * to have all logs of the blocks that it says it has, and the chain not to reorganize deeper than
 * that; neither is checked yet.
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
 *   onError: (error) => console.error(error),
 * })
 * follower.start()
 * await follower.ready
 * ```
 */
export function createFollower<const abi extends Abi, outcome = void>(
  parameters: FollowerParameters<abi, outcome>,
): Follower {
  const { afterBatch, client, store, name, confirmations, onBatch, onHead, logger } = parameters
  const range = createRange()
  let chainId: number | undefined
  let lastHead: Head | undefined

  async function poll(signal: AbortSignal) {
    chainId ??= await abortable(getChainId(client), signal)
    const head = await abortable(readHead(client, confirmations), signal)
    if (!head) return
    for (let next = await readCursor(chainId); next <= head.number; ) {
      signal.throwIfAborted()
      next = await advance(chainId, next, head, signal)
    }
    if (head.hash === lastHead?.hash) return
    signal.throwIfAborted()
    await onHead?.(head)
    lastHead = head
  }

  async function readCursor(chainId: number): Promise<bigint> {
    const cursor = await store.transaction((tx) => cursors.get(tx, name))
    if (cursor && cursor.chainId !== chainId)
      throw new WrongChainError(`cursor "${name}"`, chainId, cursor.chainId)
    return cursor?.next ?? parameters.fromBlock
  }

  /** Applies one batch and returns where the next begins. */
  async function advance(chainId: number, fromBlock: bigint, head: Head, signal: AbortSignal) {
    const { events, toBlock } = await range.read(fromBlock, head.number, (toBlock) =>
      abortable(readEvents(client, { ...parameters, fromBlock, toBlock }), signal),
    )
    signal.throwIfAborted()
    const { next, outcome } = await store.transaction(async (tx) => {
      const cursor = await cursors.get(tx, name)
      // A second follower of this name, in another process perhaps, was faster.
      if (cursor && cursor.next !== fromBlock) return { next: cursor.next }
      const outcome =
        events.length > 0 ? [await onBatch(tx, { events, fromBlock, toBlock, head })] : []
      await cursors.put(tx, name, { chainId, next: toBlock + 1n })
      return { next: toBlock + 1n, outcome }
    })
    for (const one of outcome ?? []) await afterBatch?.(one)
    logger?.debug('follower advanced', { name, fromBlock, toBlock, events: events.length })
    return next
  }

  const poller = createPoller(
    {
      poll: (signal) =>
        poll(signal).catch((error) => {
          throw toChainError(error)
        }),
      interval: parameters.pollingInterval ?? 4_000,
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
