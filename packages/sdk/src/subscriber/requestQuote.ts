import { type Address, bytesToHex } from 'viem'
import { getChainTime } from '../internal/getChainTime.js'
import { checkSbn } from '../messaging/checkSbn.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import { hashTerms } from '../protocol/hashTerms.js'
import { type QuoteRequest, quoteRequest } from '../protocol/messages/quoteRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import { stringify } from '../protocol/stringify.js'
import { checkQuote } from './checkQuote.js'
import type { SubscriberContext } from './context.js'
import { estimatePurchase } from './estimatePurchase.js'
import type { Quote } from './quote.js'
import { parseRequirements, type Requirements } from './requirements.js'
import { passes, purchases, requests } from './tables.js'

/** How long a request may be acted on, in seconds. */
const requestLifetime = 120

/** Asks the SBN for a quote, checks it, and remembers it together with its keys. */
export async function requestQuote(
  context: SubscriberContext,
  requirements: Requirements,
  { key, signal }: { key?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Quote> {
  const { client, driverNames, store } = context
  const asked = parseRequirements(requirements)
  const info = await checkSbn(context, signal)
  const [recipient, clientKeys, now] = await Promise.all([
    createKeyPair(),
    createKeyPair(),
    getChainTime(client),
  ])
  const request = {
    ...asked,
    requestId: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    subscriber: client.account.address,
    sbn: info.sbn,
    billing: 'flat' as const,
    drivers: [...driverNames],
    recipientKey: recipient.publicKey,
    clientKey: clientKeys.publicKey,
    expiresAt: now + Math.max(requestLifetime, context.messenger.requestSeconds ?? 0),
  }
  await store.transaction(async (tx) => {
    await requests.insert(tx, request.requestId, {
      request,
      recipientSecret: recipient.privateKey,
      clientSecret: clientKeys.privateKey,
    })
    if (key !== undefined)
      await purchases.put(tx, key, { asked: stringify(asked), requestId: request.requestId })
  })
  return sendRequest(context, request, info.signer, signal)
}

/** Sends a request that is written down. Sent again, it gets the same quote. */
export async function sendRequest(
  context: SubscriberContext,
  request: QuoteRequest,
  signer: Address,
  signal: AbortSignal | undefined,
): Promise<Quote> {
  const { client, deployment, events, messenger, store } = context
  signal?.throwIfAborted()
  const signedRequest = await signMessage(client, quoteRequest, request, deployment)
  const signed = await messenger.requestQuote(signedRequest, { signal })
  await checkQuote(context, signed, request, signer)
  const passId = hashTerms(signed.message.terms)
  await store.transaction(async (tx) => {
    await requests.update(tx, request.requestId, (row) => ({ ...row, passId }))
    if (!(await passes.get(tx, passId)))
      await passes.insert(tx, passId, { quote: signed, state: 'quoted' })
  })
  const quote = { passId, ...(await estimatePurchase(context, signed)) }
  events.emit('quoted', { passId, price: quote.total })
  return quote
}
