import { type Address, bytesToHex, type Hex } from 'viem'
import { abortable } from '../internal/abortable.js'
import { getChainTime } from '../internal/getChainTime.js'
import { checkSbn } from '../messaging/checkSbn.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import { hashTerms } from '../protocol/hashTerms.js'
import { type QuoteRequest, quoteRequest } from '../protocol/messages/quoteRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import { checkQuote } from './checkQuote.js'
import type { SubscriberContext } from './context.js'
import { estimatePurchase } from './estimatePurchase.js'
import type { Quote } from './quote.js'
import { parseRequirements, type Requirements } from './requirements.js'
import { passes, requests } from './tables.js'
import { writeRequest } from './writeRequest.js'

/** How long a request may be acted on, in seconds. */
const requestLifetime = 120

/** Asks the SBN for a quote, checks it, and remembers it together with its keys. */
export async function requestQuote(
  context: SubscriberContext,
  requirements: Requirements,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Quote> {
  const work = async () => {
    const asked = parseRequirements(requirements)
    const { keys, request, signer } = await makeRequest(context, asked, signal)
    await context.store.transaction((tx) => writeRequest(context, tx, { request, ...keys }))
    return sendRequest(context, request, signer, signal)
  }
  // A wallet's provider may leave any question open for ever.
  return abortable(work(), signal)
}

/** A request, the secret keys for what comes of it, to be written down before it is sent, and who signs for the SBN. */
export async function makeRequest(
  context: SubscriberContext,
  asked: ReturnType<typeof parseRequirements>,
  signal: AbortSignal | undefined,
): Promise<{
  request: QuoteRequest
  keys: { recipientSecret: Hex; clientSecret: Hex }
  signer: Address
}> {
  const { client, driverNames } = context
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
  const keys = { recipientSecret: recipient.privateKey, clientSecret: clientKeys.privateKey }
  return { request, keys, signer: info.signer }
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
  const kept = await store.transaction(async (tx) => {
    const earlier = (await requests.get(tx, request.requestId))?.passId
    // Another process has sent it, too: only what came first is bought.
    const known = earlier && (await passes.get(tx, earlier))
    if (known) return known.quote
    const passId = hashTerms(signed.message.terms)
    await requests.update(tx, request.requestId, (row) => ({ ...row, passId }))
    if (!(await passes.get(tx, passId)))
      await passes.insert(tx, passId, { quote: signed, state: 'quoted' })
    return signed
  })
  const passId = hashTerms(kept.message.terms)
  const quote = { passId, ...(await estimatePurchase(context, kept)) }
  events.emit('quoted', { passId, price: quote.total })
  return quote
}
