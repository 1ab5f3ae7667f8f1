import type { Abi } from 'viem'
import { RpcContradictionError, RpcFarBehindError } from '../errors/follower.js'
import { abortable } from '../internal/abortable.js'
import { applyBlocks } from './applyBlocks.js'
import { askEndpoints } from './askEndpoints.js'
import type { FollowerContext } from './context.js'
import { type Cursor, cursors } from './cursors.js'
import { findAncestor } from './findAncestor.js'
import { isApplied } from './isApplied.js'
import { readGenesis } from './readGenesis.js'
import { type AgreedHead, readHead } from './readHead.js'
import { readStretch } from './readStretch.js'
import { rollBack } from './rollBack.js'
import type { Head } from './types.js'

/** What is remembered between rounds, to ask less. */
export type Progress = {
  /** The head that `onHead` was told last. */
  told?: Head | undefined
  /** The last round saw a lower head on another chain, which may be a server that is behind. */
  isSuspicious: boolean
}

/** More in one round is not a chain but a server that cannot make up its mind. */
const mostRollbacks = 3

/** One round: applies everything up to the newest block that counts, undoing first what does not. */
export async function catchUp<abi extends Abi, outcome>(
  context: FollowerContext<abi, outcome>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { endpoints, onFailure, parameters, window } = context
  const { afterBatch, confirmations, logger, name, onHead } = parameters
  context.identity.chainId ??= await abortable(readChainId(context), signal)
  const agreed = await abortable(readHead(endpoints, confirmations, onFailure), signal)
  if (!agreed) return
  const { header } = agreed
  const head = { number: header.number, timestamp: Number(header.timestamp), hash: header.hash }
  if (head.hash === progress.told?.hash) {
    progress.isSuspicious = false
    return
  }

  async function undo(cursor: Cursor) {
    const ancestor = await abortable(findAncestor(context, cursor, agreed as AgreedHead), signal)
    signal.throwIfAborted()
    const outcome = await rollBack(context, cursor, ancestor)
    const depth = cursor.next - 1n - ancestor.number
    logger?.warn('chain reorganized', { name, depth, toBlock: ancestor.number })
    for (const one of outcome) await afterBatch?.(one)
  }

  for (let rollbacks = 0; ; ) {
    signal.throwIfAborted()
    const stored = await readCursor(context)
    const cursor = stored ?? (await begin(context, agreed, signal))
    const applied = cursor.next - 1n
    if (head.number <= applied) {
      if (!stored || head.hash === cursor.hash) break
      if (await isApplied(context, cursor, head)) {
        progress.isSuspicious = false
        if (applied - head.number > window) throw new RpcFarBehindError(applied - head.number)
        return
      }
      // One server may just have been asked that knows less than the one before.
      const isBelieved = head.number === applied || agreed.votes > 1 || progress.isSuspicious
      progress.isSuspicious = true
      if (!isBelieved) return
    } else {
      const stretch = await abortable(readStretch(context, agreed, cursor.next), signal)
      signal.throwIfAborted()
      const isLinked = !cursor.hash || stretch.blocks[0]?.header.parentHash === cursor.hash
      if (isLinked) {
        for (const one of await applyBlocks(context, cursor, stretch, head)) await afterBatch?.(one)
        const { blocks, toBlock } = stretch
        const events = blocks.reduce((sum, { logs }) => sum + logs.length, 0)
        logger?.debug('follower advanced', { name, fromBlock: cursor.next, toBlock, events })
        continue
      }
    }
    if (++rollbacks > mostRollbacks)
      throw new RpcContradictionError('its chain changes faster than it can be read')
    await undo(cursor)
  }
  progress.isSuspicious = false
  signal.throwIfAborted()
  await onHead?.(head)
  progress.told = head
}

function readCursor<abi extends Abi, outcome>({
  parameters: { name, store },
}: FollowerContext<abi, outcome>): Promise<Cursor | undefined> {
  return store.transaction((tx) => cursors.get(tx, name))
}

/** The chain of the cursor. A follower without one goes where most endpoints are. */
async function readChainId<abi extends Abi, outcome>(
  context: FollowerContext<abi, outcome>,
): Promise<number> {
  const cursor = await readCursor(context)
  if (cursor) return cursor.chainId
  const { answer } = await askEndpoints(
    context.endpoints,
    'the number of the chain',
    (endpoint) => endpoint.readChainId(),
    String,
    context.onFailure,
  )
  return answer
}

async function begin<abi extends Abi, outcome>(
  context: FollowerContext<abi, outcome>,
  head: AgreedHead,
  signal: AbortSignal,
): Promise<Cursor> {
  const { fromBlock } = context.parameters
  const chainId = context.identity.chainId as number
  // Not before there is something to read.
  if (fromBlock > head.header.number) return { chainId, next: fromBlock }
  const genesis = await abortable(readGenesis(context, head), signal)
  return { chainId, next: fromBlock, first: fromBlock, genesis }
}
