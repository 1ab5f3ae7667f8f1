import { getPass } from '../actions/passes/getPass.js'
import { getSbn } from '../actions/sbns/getSbn.js'
import { InvalidInputError } from '../errors/input.js'
import { hashTerms } from '../protocol/hashTerms.js'
import { stringify } from '../protocol/stringify.js'
import type { SubscriberContext } from './context.js'
import { estimatePurchase } from './estimatePurchase.js'
import { isOver } from './purchasing/observePurchase.js'
import { readBlock } from './purchasing/readBlock.js'
import type { Quote } from './quote.js'
import { requestQuote, sendRequest } from './requestQuote.js'
import { parseRequirements, type Requirements } from './requirements.js'
import { passes, purchases, requests } from './tables.js'

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
  const asked = stringify(parseRequirements(requirements))
  const earlier = await context.store.transaction(async (tx) => {
    const purchase = await purchases.get(tx, key)
    const request = purchase && (await requests.get(tx, purchase.requestId))
    const pass = request?.passId && (await passes.get(tx, request.passId))
    return { purchase, request: request?.request, pass }
  })
  if (earlier.purchase && earlier.purchase.asked !== asked)
    throw new InvalidInputError('key', 'It stands for a purchase with other requirements.')
  const { pass, request } = earlier
  const { client, contracts } = context
  if (request && !pass) {
    const { timestamp } = await readBlock(client)
    if (timestamp + reserve < request.expiresAt) {
      const { signer } = await getSbn(client, { contracts, sbn: request.sbn })
      return sendRequest(context, request, signer, signal)
    }
  }
  if (pass) {
    const { deadline, terms } = pass.quote.message
    const passId = hashTerms(terms)
    const latest = await readBlock(client)
    const wasAsked = (pass.attempt ?? 0) > 0
    const mayBeBought = wasAsked
      ? !(await isOver(client, deadline, latest))
      : latest.timestamp + reserve < deadline
    if (mayBeBought || (await getPass(client, { contracts, passId })))
      return { passId, ...(await estimatePurchase(context, pass.quote)) }
  }
  return requestQuote(context, requirements, { key, signal })
}
