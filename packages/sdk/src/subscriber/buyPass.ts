import { type Hex, isAddressEqual } from 'viem'
import { getPass } from '../actions/passes/getPass.js'
import { getBalance } from '../actions/prix/getBalance.js'
import { PassbandError } from '../errors/base.js'
import {
  InsufficientPrixError,
  PriceAboveBudgetError,
  QuoteAlreadyUsedError,
  QuoteAlteredError,
} from '../errors/purchase.js'
import { tellPaymentState } from '../errors/tellPaymentState.js'
import { PurchaseDroppedError, PurchaseUncertainError } from '../errors/unfinished.js'
import { abortable } from '../internal/abortable.js'
import { getChainTime } from '../internal/getChainTime.js'
import { checkSbn } from '../messaging/checkSbn.js'
import { hashTerms } from '../protocol/hashTerms.js'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import { stringify } from '../protocol/stringify.js'
import { checkQuote } from './checkQuote.js'
import type { SubscriberContext } from './context.js'
import { askWallet } from './purchasing/askWallet.js'
import { type AwaitOptions, awaitPass } from './purchasing/awaitPass.js'
import { findInPool } from './purchasing/findInPool.js'
import { forgetPaid } from './purchasing/forgetPaid.js'
import { getPaymentState } from './purchasing/getPaymentState.js'
import { isOwnPurchase } from './purchasing/isOwnPurchase.js'
import { joinWork } from './purchasing/joinWork.js'
import { markPaid } from './purchasing/markPaid.js'
import { requireChain } from './purchasing/requireChain.js'
import { updatePurchase } from './purchasing/updatePurchase.js'
import type { Quote } from './quote.js'
import { type PurchaseRow, passes, requests } from './tables.js'

export type BuyOptions = {
  /** What the app is willing to pay at most, in PRIX base units. */
  maxPrice: bigint
  /**
   * Names the purchase, for requirements: buying under the same key again continues the same purchase,
   * also after a crash, and returns the same pass. Needs a store that outlives the process. At most 256
   * characters.
   */
  key?: string | undefined
  /**
   * Whether the gateway has to be attested: its SBN must have published on the chain, in the last days,
   * that it found this country, IP type and bandwidth. New gateways are not attested yet. @default false
   */
  attested?: boolean | undefined
  /** Blocks that must lie on top of the purchase before it counts. @default 0 */
  confirmations?: number | undefined
  /** Longest wait for the chain, in seconds. @default 180 */
  timeoutSeconds?: number | undefined
  /** Aborts what was not sent yet, and waiting for what was. */
  signal?: AbortSignal | undefined
}

/** Buys the pass of a quote, at most once however often it is asked, and returns when it is on chain. */
export async function buyPass(
  context: SubscriberContext,
  quote: Quote,
  { attested, confirmations = 0, maxPrice, signal, timeoutSeconds = 180 }: BuyOptions,
): Promise<Hex> {
  const { terms } = quote.signed.message
  if (terms.price > maxPrice) throw new PriceAboveBudgetError(terms.price, maxPrice)
  if (quote.total !== terms.price) throw new QuoteAlteredError('its total is not its price.')
  const passId = hashTerms(terms)
  const known = await load(context, passId)
  if (stringify(known.row.quote) !== stringify(quote.signed)) throw new QuoteAlteredError(notOurs)
  if (!(await isOwnPurchase(context, known)))
    throw new QuoteAlteredError('it was given to another account, or on another chain.')
  if (attested && isUnsent(context, known.row)) {
    const { requireAttested } = (await import('./seldom.js')).seldom
    await requireAttested(context, quote.signed, signal)
  }
  await finishPurchase(context, passId, { confirmations, signal, timeoutSeconds, ask: true })
  return passId
}

const notOurs = 'it is not one that this subscriber got.'

/**
 * Brings a purchase to its end from wherever it is, whoever began it: to a pass that is paid, open and
 * one's own, or to a typed error.
 *
 * @param options.ask Whether the wallet may be asked (again). The same terms cannot be bought twice: if
 * an earlier question is still answered as well, the contract refuses the second, which costs gas.
 */
export async function finishPurchase(
  context: SubscriberContext,
  passId: Hex,
  options: AwaitOptions & { ask: boolean },
): Promise<void> {
  await joinWork(context.purchasing, passId, options.signal, async () => {
    await tellPaymentState(
      async () => {
        await abortable(requireChain(context), options.signal)
        while (!(await advance(context, passId, options))) options.signal?.throwIfAborted()
      },
      async () => {
        const known = await load(context, passId).catch(() => undefined)
        return known && isUnsent(context, known.row) ? 'unpaid' : 'pending'
      },
    )
  })
}

/** One step towards the end, by what is written down and what is on chain. */
async function advance(
  context: SubscriberContext,
  passId: Hex,
  options: AwaitOptions & { ask: boolean },
): Promise<boolean> {
  const { client, contracts } = context
  const { request, row } = await load(context, passId)
  const wait = async (row: PurchaseRow, justSent = false) => {
    await awaitPass(context, passId, { ...options, row, justSent })
    return true
  }

  const soon = <value>(asked: Promise<value>) => abortable(asked, options.signal)
  const pass = await soon(getPass(client, { contracts, passId }))
  if (pass) {
    const { terms } = row.quote.message
    const isOver = pass.ended || (await soon(getChainTime(client))) >= pass.end
    if (isOver || !isAddressEqual(pass.owner, client.account.address))
      throw new QuoteAlreadyUsedError(passId, { paymentState: getPaymentState(pass, terms) })
    if (options.confirmations > 0) return wait(row)
    await markPaid(context, passId)
    return true
  }

  if (row.state === 'sent') return wait(row)
  if (isUnsent(context, row)) {
    if (!options.ask) throw new PurchaseDroppedError(passId)
    await soon(requireBuyable(context, row, request, options.signal))
    return ask(context, passId, row, options)
  }
  // It was on chain, and is not any more.
  if (row.state !== 'signing') {
    await forgetPaid(context, passId)
    return false
  }
  const found = await soon(findInPool(context, row))
  if (typeof found === 'object') {
    await updatePurchase(context, passId, (now) =>
      now.state === 'signing' ? { ...now, state: 'sent', ...found } : undefined,
    )
    return false
  }
  const { deadline } = row.quote.message
  if (found || !options.ask || (await soon(getChainTime(client))) > deadline) return wait(row)
  await soon(requireBuyable(context, row, request, options.signal)).catch((cause) => {
    // What was asked before may still be answered.
    throw new PurchaseUncertainError(passId, deadline, { cause })
  })
  return ask(context, passId, row, options)
}

/** Whether nothing can be out: a key that is here writes down what it signed before it sends it. */
function isUnsent({ client }: SubscriberContext, { state }: PurchaseRow): boolean {
  return state === 'quoted' || (state === 'signing' && client.account.type === 'local')
}

async function ask(
  context: SubscriberContext,
  passId: Hex,
  row: PurchaseRow,
  options: AwaitOptions,
): Promise<boolean> {
  try {
    if ((await askWallet(context, passId, row, options.signal)) === 'taken') return false
  } catch (error) {
    if (!PassbandError.is(error)) throw error
    // Somebody bought it in between.
    if (error.code === 'QUOTE_ALREADY_USED') return false
    // A wallet may say no and have sent.
    const isSent =
      error.paymentState === 'pending' && (await hasSent(context, passId, row, options.signal))
    if (!isSent) throw error
  }
  const sent = await load(context, passId)
  await awaitPass(context, passId, { ...options, row: sent.row, justSent: true })
  return true
}

/** Whether a purchase that a wallet says it did not send is on chain or on its way. */
async function hasSent(
  context: SubscriberContext,
  passId: Hex,
  row: PurchaseRow,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { client, contracts } = context
  try {
    // The pool first: what has left it meanwhile is on chain.
    const found = await abortable(findInPool(context, row), signal)
    if (typeof found !== 'object')
      return (await abortable(getPass(client, { contracts, passId }), signal)) !== undefined
    await updatePurchase(context, passId, (now) =>
      now.state === 'signing' ? { ...now, state: 'sent', ...found } : undefined,
    )
    return true
  } catch {
    // The error of the wallet says more than this one.
    return false
  }
}

/** What has to be so before the wallet is asked. */
async function requireBuyable(
  context: SubscriberContext,
  { quote }: PurchaseRow,
  request: QuoteRequest,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { client, contracts } = context
  const { signer } = await checkSbn(context, signal)
  await checkQuote(context, quote, request, signer)
  const { price } = quote.message.terms
  const balance = await getBalance(client, { contracts, account: client.account.address })
  if (balance < price) throw new InsufficientPrixError(price, balance)
  signal?.throwIfAborted()
}

/** What is written down about a purchase. */
async function load({ store }: SubscriberContext, passId: Hex) {
  const found = await store.transaction(async (tx) => {
    const row = await passes.get(tx, passId)
    const asked = row && (await requests.get(tx, row.quote.details.requestId))
    return row && asked ? { row, request: asked.request } : undefined
  })
  if (!found) throw new QuoteAlteredError(notOurs)
  return found
}
