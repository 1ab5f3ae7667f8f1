import { getPass } from '../actions/passes/getPass.js'
import { getSbn } from '../actions/sbns/getSbn.js'
import { InvalidInputError } from '../errors/input.js'
import { hashTerms } from '../protocol/hashTerms.js'
import { stringify } from '../protocol/stringify.js'
import type { Transaction } from '../store/store.js'
import type { SubscriberContext } from './context.js'
import { estimatePurchase } from './estimatePurchase.js'
import { isOver } from './purchasing/observePurchase.js'
import { readBlock } from './purchasing/readBlock.js'
import type { Quote } from './quote.js'
import { makeRequest, sendRequest } from './requestQuote.js'
import { parseRequirements, type Requirements } from './requirements.js'
import { passes, purchases, requests } from './tables.js'
import { writeRequest } from './writeRequest.js'

/** Seconds that a request has to have left to be sent again. */
const reserve = 5

/**
 * The quote to buy for a purchase that the app gave a key: the one of an earlier try, for as long as
 * that is bought or may be, and a new one otherwise.
 *
 * @throws `InvalidInputError` when the key was used for other requirements.
 */
export async function quoteOfKey(
  context: SubscriberContext,
  requirements: Requirements,
  key: string,
  signal: AbortSignal | undefined,
): Promise<Quote> {
  if (key === '' || key.length > 256)
    throw new InvalidInputError('key', 'Expected 1 to 256 characters.')
  const asked = parseRequirements(requirements)
  const { chainId, marketplace } = context.deployment
  const at = [chainId, marketplace, context.client.account.address, key].join('/')
  for (;;) {
    const earlier = await context.store.transaction((tx) => readEarlier(tx, at))
    if (earlier.purchase && earlier.purchase.asked !== stringify(asked))
      throw new InvalidInputError('key', 'It stands for a purchase with other requirements.')
    const quote = await useEarlier(context, earlier, signal)
    if (quote) return quote
    const { keys, request, signer } = await makeRequest(context, asked, signal)
    const { requestId } = request
    const isFirst = await context.store.transaction(async (tx) => {
      // Another process was faster, or is buying the earlier one after all.
      if (stringify(await readEarlier(tx, at)) !== stringify(earlier)) return false
      await writeRequest(context, tx, { request, ...keys, key: at })
      await purchases.put(tx, at, { asked: stringify(asked), requestId })
      return true
    })
    if (isFirst) return sendRequest(context, request, signer, signal)
  }
}

/** What is written down under a key. */
async function readEarlier(tx: Transaction, at: string) {
  const purchase = await purchases.get(tx, at)
  const request = purchase && (await requests.get(tx, purchase.requestId))
  const pass = request?.passId && (await passes.get(tx, request.passId))
  return { purchase, request: request?.request, pass: pass || undefined }
}

/** The quote of an earlier try, or `undefined` when that was not bought and will not be. */
async function useEarlier(
  context: SubscriberContext,
  { pass, request }: Awaited<ReturnType<typeof readEarlier>>,
  signal: AbortSignal | undefined,
): Promise<Quote | undefined> {
  const { client, contracts } = context
  if (!request) return undefined
  const latest = await readBlock(client)
  if (!pass) {
    if (latest.timestamp + reserve >= request.expiresAt) return undefined
    const { signer } = await getSbn(client, { contracts, sbn: request.sbn })
    return sendRequest(context, request, signer, signal)
  }
  const { deadline, terms } = pass.quote.message
  const passId = hashTerms(terms)
  const wasAsked = (pass.attempt ?? 0) > 0
  const mayBeBought = wasAsked
    ? !(await isOver(client, deadline, latest))
    : latest.timestamp + reserve < deadline
  if (!mayBeBought && !(await getPass(client, { contracts, passId }))) return undefined
  return { passId, ...(await estimatePurchase(context, pass.quote)) }
}
