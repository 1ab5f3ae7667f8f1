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
import { stringify } from '../protocol/stringify.js'
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

/** Buys the pass of a quote, at most once, and returns when it is on chain. */
export async function buyPass(
  context: SubscriberContext,
  quote: Quote,
  { maxPrice, signal }: BuyOptions,
): Promise<Hex> {
  const { client, contracts, events, store } = context
  const { deadline, terms } = quote.signed.message
  if (terms.price > maxPrice) throw new PriceAboveBudgetError(terms.price, maxPrice)
  if (quote.total !== terms.price) throw new QuoteAlteredError('its total is not its price.')
  const passId = hashTerms(terms)
  const row = await loadRow(context, quote, passId)
  if (row.hash) return waitForPurchase(context, passId, row.hash, signal)

  await checkSbn(context, signal)
  const existing = await getPass(client, { contracts, passId })
  if (existing) throw new QuoteAlreadyUsedError(passId)
  await checkQuote(context, quote.signed, row.request)
  const balance = await getBalance(client, { contracts, account: client.account.address })
  if (balance < terms.price) throw new InsufficientPrixError(terms.price, balance)
  signal?.throwIfAborted()

  await claim(context, passId)
  let hash: Hash
  try {
    hash = await purchase(client, { contracts, terms, deadline, signature: quote.signed.signature })
  } catch (error) {
    await store.transaction((tx) =>
      passes.put(tx, passId, { quote: quote.signed, state: 'quoted' }),
    )
    if (PassbandError.is(error) && error.code === 'QUOTE_ALREADY_USED')
      throw new QuoteAlreadyUsedError(passId, { cause: error })
    throw error
  }
  await store.transaction((tx) =>
    passes.put(tx, passId, { quote: quote.signed, state: 'sent', hash }),
  )
  events.emit('purchaseSent', { passId, hash })
  return waitForPurchase(context, passId, hash, signal)
}

/** The stored quote, which has to be the one that was handed in, to the letter. */
async function loadRow({ client, store }: SubscriberContext, quote: Quote, passId: Hex) {
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

/** Marks the quote as being bought, so that a second call at the same time does not buy it too. */
async function claim({ store }: SubscriberContext, passId: Hex): Promise<void> {
  await store.transaction(async (tx) => {
    const row = await passes.get(tx, passId)
    if (row?.state !== 'quoted')
      throw new QuoteAlreadyUsedError(passId, {
        paymentState: row?.state === 'paid' ? 'paid' : 'pending',
      })
    await passes.put(tx, passId, { ...row, state: 'sending' })
  })
}
