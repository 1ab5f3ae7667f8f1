import type { Hex } from 'viem'
import { sendRawTransaction } from 'viem/actions'
import { PassbandError } from '../../errors/base.js'
import { TransactionPendingError } from '../../errors/purchase.js'
import { PurchaseUncertainError } from '../../errors/unfinished.js'
import { abortable } from '../../internal/abortable.js'
import { delay } from '../../internal/delay.js'
import type { SubscriberContext } from '../context.js'
import type { PurchaseRow } from '../tables.js'
import { findNonce } from './findNonce.js'
import { markPaid } from './markPaid.js'
import { type Observation, observePurchase } from './observePurchase.js'
import { updatePurchase } from './updatePurchase.js'

export type AwaitOptions = {
  confirmations: number
  timeoutSeconds: number
  signal: AbortSignal | undefined
}

/** Rounds after which bytes that are not on chain are sent once more. */
const roundsUntilResent = 4

/**
 * Waits until the pass of a purchase that may be under way is on chain, or cannot come any more.
 *
 * @throws What it failed for, with `paymentState` `unpaid`; `TransactionPendingError` or
 * `PurchaseUncertainError` when waiting ends before that is known.
 */
export async function awaitPass(
  context: SubscriberContext,
  passId: Hex,
  {
    row: first,
    justSent = false,
    confirmations,
    signal,
    timeoutSeconds,
  }: AwaitOptions & { row: PurchaseRow; justSent?: boolean | undefined },
): Promise<void> {
  const { client } = context
  const end = Date.now() + timeoutSeconds * 1_000
  const giveUp = (cause: unknown) =>
    row.hash
      ? new TransactionPendingError(row.hash, { cause })
      : new PurchaseUncertainError(passId, row.quote.message.deadline, { cause })
  let row = first
  let cause: unknown
  for (let round = justSent ? 1 : 0; ; round++) {
    let seen: Observation | undefined
    try {
      seen = await abortable(observePurchase(context, { passId, row, confirmations }), signal)
      cause = undefined
    } catch (error) {
      if (signal?.aborted) throw giveUp(signal.reason)
      // A server that is away or talks nonsense says nothing about the purchase.
      if (!PassbandError.is(error)) throw error
      cause = error
    }
    if (seen?.state === 'paid') return markPaid(context, passId)
    if (seen?.state === 'dead') return bury(context, passId, row, seen)
    if (seen?.state === 'open')
      row = await abortable(lookAfter(context, row, round), signal).catch((reason) => {
        throw signal?.aborted ? giveUp(reason) : reason
      })
    if (Date.now() >= end) throw giveUp(cause)
    await delay(client.pollingInterval, signal).catch((reason) => {
      throw giveUp(reason)
    })
  }
}

/** Nothing can come of this attempt any more; the same terms may be bought again in another. */
async function bury(
  context: SubscriberContext,
  passId: Hex,
  { attempt, hash }: PurchaseRow,
  { error }: Extract<Observation, { state: 'dead' }>,
): Promise<never> {
  await updatePurchase(context, passId, (row) =>
    row.attempt === attempt && row.hash === hash
      ? { quote: row.quote, state: 'quoted', attempt }
      : undefined,
  )
  throw error
}

/** Sends again what is known in bytes; learns the nonce of what a wallet sent. */
async function lookAfter(
  { client }: SubscriberContext,
  row: PurchaseRow,
  round: number,
): Promise<PurchaseRow> {
  const { hash, nonce, raw } = row
  if (raw && round % roundsUntilResent === 0)
    // Whether it is known already, or refused, is seen on chain.
    await sendRawTransaction(client, { serializedTransaction: raw }).catch(() => {})
  if (!hash || nonce !== undefined) return row
  return { ...row, nonce: await findNonce(client, hash) }
}
