import type { Session } from '@passband/tunnel'
import type { Hex } from 'viem'
import { PassbandError } from '../errors/base.js'
import { finishPurchase } from './buyPass.js'
import type { SubscriberContext } from './context.js'
import { Pass } from './pass.js'
import { isOwnPurchase } from './purchasing/isOwnPurchase.js'
import { isOver } from './purchasing/observePurchase.js'
import { readBlock } from './purchasing/readBlock.js'
import { updatePurchase } from './purchasing/updatePurchase.js'
import { type PurchaseRow, passes, requests } from './tables.js'

/** What became of a purchase that was under way. */
export type ResumedPurchase<session extends Session = Session> = { passId: Hex } & (
  | {
      /** The pass is open and one's own. */
      state: 'paid'
      paymentState: 'paid'
      pass: Pass<session>
    }
  | {
      /** It was bought, and has ended or changed hands since. */
      state: 'ended'
      paymentState: 'paid' | 'refunded'
      error: PassbandError
    }
  | {
      /** Nothing was paid, and nothing that went out before can change that. */
      state: 'unpaid'
      paymentState: 'unpaid'
      error: PassbandError
    }
  | {
      /** It may still be paid. After its deadline it is known. */
      state: 'pending'
      paymentState: 'pending'
      error: PassbandError
      /** Unix seconds, chain time. */
      deadline: number
    }
)

export type ResumeOptions<session extends Session = Session> = {
  /**
   * Whether the wallet is asked again for what did not go out. What it answers to an earlier question
   * as well, the contract refuses; that costs gas.
   *
   * @default false
   */
  resend?: boolean | undefined
  /** Blocks that must lie on top of a purchase before it counts. @default 0 */
  confirmations?: number | undefined
  /** Longest wait for the chain, in seconds. 0 only looks. @default 180 */
  timeoutSeconds?: number | undefined
  /** Told of each purchase as soon as it is known. */
  onProgress?:
    | ((progress: { done: number; total: number; purchase: ResumedPurchase<session> }) => void)
    | undefined
  signal?: AbortSignal | undefined
}

/** Brings every purchase that was begun with this store to its end. */
export async function resumePurchases<session extends Session>(
  context: SubscriberContext<session>,
  options: ResumeOptions<session>,
): Promise<ResumedPurchase<session>[]> {
  const { onProgress, signal } = options
  const rows = await context.store.transaction(async (tx) => {
    const found = []
    for (const { key, value: row } of await passes.list(tx)) {
      if (!isOpen(row) && !isRefused(row)) continue
      const asked = await requests.get(tx, row.quote.details.requestId)
      if (asked) found.push({ passId: key as Hex, row, request: asked.request })
    }
    return found
  })
  const latest = await readBlock(context.client)
  const unfinished: typeof rows = []
  for (const one of rows) {
    signal?.throwIfAborted()
    // Before anything is asked about it.
    if (!(await isOwnPurchase(context, one))) continue
    const { deadline } = one.row.quote.message
    if (isOpen(one.row) || !(await isOver(context.client, deadline, latest))) unfinished.push(one)
  }
  let done = 0
  return Promise.all(
    unfinished.map(async ({ passId, row }) => {
      const purchase = await resume(context, passId, row, options)
      onProgress?.({ done: ++done, total: unfinished.length, purchase })
      return purchase
    }),
  )
}

const isOpen = ({ state }: PurchaseRow) => ['signing', 'sent', 'paid', 'delivered'].includes(state)

/** What the chain or a wallet refused, a reorganized chain may still take, until the deadline. */
const isRefused = ({ attempt = 0, state }: PurchaseRow) => state === 'quoted' && attempt > 0

async function resume<session extends Session>(
  context: SubscriberContext<session>,
  passId: Hex,
  { quote }: PurchaseRow,
  { confirmations = 0, resend: ask = false, signal, timeoutSeconds = 180 }: ResumeOptions<session>,
): Promise<ResumedPurchase<session>> {
  const { details, message } = quote
  try {
    await finishPurchase(context, passId, { ask, confirmations, signal, timeoutSeconds })
    const pass = new Pass(context, { id: passId, terms: message.terms, details })
    return { passId, state: 'paid', paymentState: 'paid', pass }
  } catch (error) {
    signal?.throwIfAborted()
    if (!PassbandError.is(error)) throw error
    const paymentState = error.paymentState ?? (error.retryable ? 'pending' : undefined)
    if (paymentState === 'unpaid') return { passId, state: 'unpaid', paymentState, error }
    if (paymentState === 'pending') {
      const { deadline } = message
      return { passId, state: 'pending', paymentState, error, deadline }
    }
    if (paymentState === undefined) throw error
    await updatePurchase(context, passId, (row) => ({ ...row, state: 'ended' }))
    return { passId, state: 'ended', paymentState, error }
  }
}
