import { type Hash, type Hex, isAddressEqual } from 'viem'
import { getPass } from '../actions/passes/getPass.js'
import { purchase } from '../actions/passes/purchase.js'
import { getBalance } from '../actions/prix/getBalance.js'
import { PassbandError } from '../errors/base.js'
import {
  InsufficientPrixError,
  PriceAboveBudgetError,
  QuoteAlreadyUsedError,
  QuoteAlteredError,
} from '../errors/purchase.js'
import { checkSbn } from '../messaging/checkSbn.js'
import { hashTerms } from '../protocol/hashTerms.js'
import type { SignedQuote } from '../protocol/messages/quote.js'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import { stringify } from '../protocol/stringify.js'
import type { RowOf } from '../store/rowOf.js'
import { checkQuote } from './checkQuote.js'
import type { SubscriberContext } from './context.js'
import type { Quote } from './quote.js'
import { passes, requests } from './tables.js'
import { waitForPurchase } from './waitForPurchase.js'

export type BuyOptions = {
  /** What the app is willing to pay at most, in PRIX base units. */
  maxPrice: bigint
  /** Aborts what was not sent yet, and waiting for what was. */
  signal?: AbortSignal | undefined
}

type StoredQuote = RowOf<typeof passes> & { request: QuoteRequest }

/** Buys the pass of a quote, at most once, and returns when it is on chain. */
export async function buyPass(
  context: SubscriberContext,
  quote: Quote,
  { maxPrice, signal }: BuyOptions,
): Promise<Hex> {
  const { purchasing } = context
  const { terms } = quote.signed.message
  if (terms.price > maxPrice) throw new PriceAboveBudgetError(terms.price, maxPrice)
  if (quote.total !== terms.price) throw new QuoteAlteredError('its total is not its price.')
  const passId = hashTerms(terms)
  if (purchasing.has(passId)) throw new QuoteAlreadyUsedError(passId, { paymentState: 'pending' })
  purchasing.add(passId)
  try {
    const row = await loadRow(context, quote, passId)
    if (row.hash) return await waitForPurchase(context, passId, row.hash, signal)
    return await purchaseOnce(context, quote.signed, row, signal)
  } finally {
    purchasing.delete(passId)
  }
}

async function purchaseOnce(
  context: SubscriberContext,
  signed: SignedQuote,
  row: StoredQuote,
  signal: AbortSignal | undefined,
): Promise<Hex> {
  const { client, contracts, events, store } = context
  const { deadline, terms } = signed.message
  const passId = hashTerms(terms)
  const remember = (state: 'quoted' | 'sending' | 'sent' | 'paid', hash?: Hash) =>
    store.transaction((tx) => passes.put(tx, passId, { quote: signed, state, hash }))

  await checkSbn(context, signal)
  if (await getPass(client, { contracts, passId })) {
    // An earlier attempt was handed to the chain, and its answer was lost.
    if (row.state !== 'sending') throw new QuoteAlreadyUsedError(passId)
    await remember('paid')
    return passId
  }
  await checkQuote(context, signed, row.request)
  if (row.state === 'sending') throw new QuoteAlreadyUsedError(passId, { paymentState: 'pending' })
  const balance = await getBalance(client, { contracts, account: client.account.address })
  if (balance < terms.price) throw new InsufficientPrixError(terms.price, balance)
  signal?.throwIfAborted()

  // From here on it may be paid whatever happens, until the chain or the wallet says no.
  await remember('sending')
  let hash: Hash
  try {
    hash = await purchase(client, { contracts, terms, deadline, signature: signed.signature })
  } catch (error) {
    if (PassbandError.is(error) && error.paymentState === 'unpaid') await remember('quoted')
    if (PassbandError.is(error) && error.code === 'QUOTE_ALREADY_USED')
      throw new QuoteAlreadyUsedError(passId, { cause: error })
    throw error
  }
  await remember('sent', hash)
  events.emit('purchaseSent', { passId, hash })
  return waitForPurchase(context, passId, hash, signal)
}

/** The stored quote, which has to be the one that was handed in, to the letter. */
async function loadRow(
  { client, store }: SubscriberContext,
  quote: Quote,
  passId: Hex,
): Promise<StoredQuote> {
  const row = await store.transaction(async (tx) => {
    const pass = await passes.get(tx, passId)
    const asked = pass && (await requests.get(tx, pass.quote.details.requestId))
    return pass && asked ? { ...pass, request: asked.request } : undefined
  })
  if (!row || stringify(row.quote) !== stringify(quote.signed))
    throw new QuoteAlteredError('it is not one that this subscriber got.')
  if (!isAddressEqual(row.request.subscriber, client.account.address))
    throw new QuoteAlteredError('it was given to another account.')
  if (row.state === 'paid') throw new QuoteAlreadyUsedError(passId)
  return row
}
