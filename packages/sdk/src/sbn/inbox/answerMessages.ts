import { PassbandError } from '../../errors/base.js'
import { getChainTime } from '../../internal/getChainTime.js'
import type { SbnContext } from '../context.js'
import { answerQuestion } from './answerQuestion.js'
import { handOnDeliveries } from './handOnDeliveries.js'
import { isGasCheap } from './isGasCheap.js'
import type { Onchain } from './onchain.js'
import { openQuestion } from './openQuestion.js'
import { readDelivery } from './readDelivery.js'
import { type InboxRow, inbox } from './tables.js'

/** Most messages that are read at once. */
const batch = 50

/**
 * Deals with the messages that were posted to this SBN, the oldest first, and hands deliveries on. What
 * cannot be answered now, since the chain does not answer or gas is dear, comes again in the next
 * round; what is nothing is forgotten.
 */
export async function answerMessages(
  context: SbnContext,
  onchain: Onchain,
  signal: AbortSignal,
): Promise<void> {
  const { client, store } = context
  let cheap: Promise<boolean> | undefined
  const isCheap = () => {
    cheap ??= isGasCheap(context, onchain)
    return cheap
  }
  for (let after: string | undefined; !signal.aborted; ) {
    const rows = await store.transaction((tx) => inbox.list(tx, { after, limit: batch }))
    for (const { key, value: row } of rows) {
      if (signal.aborted) return
      await deal(context, onchain, { key, row, isCheap }).catch((error: unknown) =>
        forgive(context, key, error),
      )
    }
    if (rows.length < batch) break
    after = rows.at(-1)?.key
  }
  await handOnDeliveries(context, await getChainTime(client))
}

async function deal(
  context: SbnContext,
  onchain: Onchain,
  { isCheap, key, row }: { key: string; row: InboxRow; isCheap: () => Promise<boolean> },
): Promise<void> {
  if (!(await readDelivery(context, row))) {
    const question = await openQuestion(context, row)
    if (question && !(await isCheap())) return
    if (question) return answerQuestion(context, onchain, { key, row, question })
  }
  await context.store.transaction((tx) => inbox.delete(tx, key))
}

/**
 * One message that cannot be dealt with does not hold up the others. What an RPC server refused, which
 * may know too little at the moment, says nothing about the message: it stays.
 */
async function forgive(
  { events, store }: Pick<SbnContext, 'events' | 'store'>,
  key: string,
  error: unknown,
): Promise<void> {
  if (PassbandError.is(error) && error.retryable) throw error
  events.emit('error', { error })
  if (PassbandError.is(error) && error.code.startsWith('CHAIN_')) return
  await store.transaction((tx) => inbox.delete(tx, key))
}
