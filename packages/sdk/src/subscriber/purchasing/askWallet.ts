import type { Hash, Hex } from 'viem'
import { getTransactionCount } from 'viem/actions'
import { purchaseCall } from '../../actions/passes/purchase.js'
import { type SignedCall, sendCall } from '../../actions/sendCall.js'
import { PassbandError } from '../../errors/base.js'
import { toChainError } from '../../errors/toChainError.js'
import { PurchaseDroppedError, PurchaseUncertainError } from '../../errors/unfinished.js'
import { abortable } from '../../internal/abortable.js'
import { delay } from '../../internal/delay.js'
import { getChainTime } from '../../internal/getChainTime.js'
import type { SubscriberContext } from '../context.js'
import type { PurchaseRow } from '../tables.js'
import { findNonce } from './findNonce.js'
import { isReplaced } from './isReplaced.js'
import { updatePurchase } from './updatePurchase.js'

/** Longer than the deadline, in seconds: nobody has to wait for a wallet that says nothing. */
const patience = 5

/**
 * Asks the wallet to buy, which may do so from then on, and writes down first that it was asked.
 *
 * @returns `'silent'` when the wallet says nothing until after the deadline, `'taken'` when somebody
 * else has asked in between.
 * @throws `SignatureRefusedError` and others with `paymentState` `unpaid`, after which it can be asked
 * again; with `pending` it may have sent.
 */
export async function askWallet(
  context: SubscriberContext,
  passId: Hex,
  row: PurchaseRow,
  signal: AbortSignal | undefined,
): Promise<'sent' | 'silent' | 'taken'> {
  const { client, walletCalls } = context
  const { deadline } = row.quote.message
  const giveUp = (error: unknown): never => {
    if (!signal?.aborted) throw error
    throw new PurchaseUncertainError(passId, deadline, { cause: signal.reason })
  }
  if (client.account.type === 'local')
    return abortable(sendInTurn(context, passId, row, signal), signal).catch(giveUp)
  let asked = walletCalls.get(passId)
  if (!asked) {
    const attempt = await begin(context, passId, row, signal)
    if (attempt === undefined) return 'taken'
    signal?.throwIfAborted()
    asked = send(context, passId, attempt, row).finally(() => walletCalls.delete(passId))
    // It may answer after nobody waits any more.
    asked.catch(() => {})
    walletCalls.set(passId, asked)
  }
  const now = await abortable(getChainTime(client), signal).catch(giveUp)
  const left = Math.max(deadline - now, 0) + patience
  const answered = new AbortController()
  const silence = delay(left * 1_000, answered.signal).catch(() => undefined)
  try {
    const hash = await abortable(Promise.race([asked, silence]), signal)
    return hash ? 'sent' : 'silent'
  } catch (error) {
    return giveUp(error)
  } finally {
    answered.abort()
  }
}

/** With a key that is here, nothing is out before its bytes are written down. */
async function sendInTurn(
  context: SubscriberContext,
  passId: Hex,
  row: PurchaseRow,
  signal: AbortSignal | undefined,
): Promise<'sent' | 'taken'> {
  const turn = context.sending.then(async () => {
    signal?.throwIfAborted()
    const attempt = await begin(context, passId, row, signal)
    if (attempt === undefined) return 'taken' as const
    try {
      await send(context, passId, attempt, row, signal)
    } catch (error) {
      // The bytes are kept, and sent again while the chain does not have them.
      if (!PassbandError.is(error) || error.paymentState !== 'pending') throw error
    }
    return 'sent' as const
  })
  context.sending = turn.catch(() => {})
  return turn
}

/**
 * Takes the purchase for this attempt. `undefined` when somebody else has it.
 *
 * @throws `PurchaseDroppedError` when another process has asked for another quote in its place.
 */
async function begin(
  context: SubscriberContext,
  passId: Hex,
  seen: PurchaseRow,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const { client } = context
  const { address, type } = client.account
  const attempt = (seen.attempt ?? 0) + 1
  const count =
    type === 'local'
      ? undefined
      : await abortable(
          getTransactionCount(client, { address, blockTag: 'pending' }),
          signal,
        ).catch((error) => {
          throw toChainError(error, { paymentState: 'unpaid' })
        })
  const written = await updatePurchase(context, passId, async (row, tx) => {
    if (row.attempt !== seen.attempt || row.state !== seen.state) return undefined
    if (await isReplaced(tx, row)) throw new PurchaseDroppedError(passId)
    return { quote: row.quote, state: 'signing', attempt, count }
  })
  return written?.changed ? attempt : undefined
}

async function send(
  context: SubscriberContext,
  passId: Hex,
  attempt: number,
  { quote }: PurchaseRow,
  /** Keeps what is not signed by then from being sent; for a key that is here. */
  signal?: AbortSignal | undefined,
): Promise<Hash> {
  const { client, contracts, events } = context
  const move = (state: 'quoted' | 'sent', signed?: Partial<SignedCall>) =>
    updatePurchase(context, passId, (row) =>
      row.attempt === attempt && ['signing', 'sent'].includes(row.state)
        ? { quote: row.quote, state, attempt, ...signed }
        : undefined,
    )
  const call = purchaseCall(contracts, { ...quote.message, signature: quote.signature })
  try {
    const hash = await sendCall(client, call, {
      async onSigned({ hash, nonce, raw }) {
        signal?.throwIfAborted()
        if (!(await move('sent', { hash, nonce, raw }))?.changed)
          throw new PurchaseUncertainError(passId, quote.message.deadline)
      },
    })
    if (client.account.type !== 'local') {
      await move('sent', { hash })
      // While the server still knows it: of what is cancelled later, only the nonce tells.
      const nonce = await findNonce(client, hash)
      if (nonce !== undefined) await move('sent', { hash, nonce })
    }
    events.emit('purchaseSent', { passId, hash })
    return hash
  } catch (error) {
    if (PassbandError.is(error) && error.paymentState === 'unpaid') await move('quoted')
    throw error
  }
}
