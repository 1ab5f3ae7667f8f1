import { type Hex, hashStruct, zeroAddress } from 'viem'
import { getBalance } from '../../actions/prix/getBalance.js'
import { getPolicy } from '../../actions/protocol/getPolicy.js'
import { InvalidInputError } from '../../errors/input.js'
import { NoGatewayFitsError } from '../../errors/messaging.js'
import { formatPrix } from '../../internal/formatPrix.js'
import { getChainTime } from '../../internal/getChainTime.js'
import type { Signed } from '../../protocol/defineMessage.js'
import { type Details, hashDetails } from '../../protocol/details.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { quote, type SignedQuote } from '../../protocol/messages/quote.js'
import { type QuoteRequest, quoteRequest } from '../../protocol/messages/quoteRequest.js'
import { signMessage } from '../../protocol/signMessage.js'
import type { Terms } from '../../protocol/terms.js'
import { verifyMessage } from '../../protocol/verifyMessage.js'
import { numberKey } from '../../store/numberKey.js'
import { type Assignment, assignGateway } from '../assignGateway.js'
import type { SbnContext } from '../context.js'
import { openQuotes, quotes, requestIds } from '../tables.js'
import { requireRecipient } from './requireRecipient.js'
import { requireUsableKeys } from './requireUsableKeys.js'

/** How long a quote can be bought, in seconds. The contract accepts at most 600. */
const quoteLifetime = 120

/** Answers signed requirements with a quote that was stored before it is sent. */
export async function answerQuote(
  context: SbnContext,
  signedRequest: Signed<QuoteRequest>,
): Promise<SignedQuote> {
  const { client, contracts, deployment, events, reservations, store } = context
  const now = await getChainTime(client)
  const asOf = (await context.clock?.()) ?? now
  const request = await verifyMessage(quoteRequest, signedRequest, { deployment, now: asOf })
  requireRecipient(context, request.sbn)
  if (request.billing !== 'flat')
    throw new InvalidInputError('billing', 'Only flat passes are sold.')
  await requireUsableKeys(context, request)
  const [balance, { protocolFee }] = await Promise.all([
    getBalance(client, { contracts, account: request.subscriber }),
    getPolicy(client, { contracts }),
  ])
  const fees = { protocolFee, sbnFee: context.getFee(now) }
  const requestHash = hashRequest(request)

  let takeBack = () => {}
  const answering = store.transaction(async (tx) => {
    const earlier = await quotes.get(tx, request.requestId)
    if (earlier) return { row: earlier, isNew: false }
    const assignment = await assignGateway(context, tx, request, now)
    if (!assignment) throw new NoGatewayFitsError()
    const { details, terms } = draw(context, request, assignment, fees)
    const { gateway, price, subscriber } = terms
    const deadline = now + (context.quoting?.lifetime ?? quoteLifetime)
    const message = { terms, deadline }
    const { signature } = await signMessage(client, quote, message, deployment)
    const passId = hashTerms(terms)
    const reasons = explain(context, assignment)
    const row = { requestHash, passId, quote: { message, signature, details }, reasons }
    await quotes.insert(tx, request.requestId, row)
    await requestIds.insert(tx, passId, { requestId: request.requestId })
    const index = { requestId: request.requestId, passId, assignment: assignment.key }
    await openQuotes.put(tx, `${numberKey(deadline)}/${request.requestId}`, index)
    // In here, where one request comes after the other: what this one takes, the next must not get.
    if (balance >= price)
      takeBack = reservations.holdQuote(passId, {
        ...{ gateway, subscriber, price },
        ...{ mbps: request.mbps, until: deadline },
      })
    return { row, isNew: true }
  })
  const stored = await answering.catch((error: unknown) => {
    takeBack()
    throw error
  })
  const { passId, quote: signedQuote } = stored.row
  if (stored.row.requestHash !== requestHash)
    throw new InvalidInputError('requestId', 'It was used for other requirements.')
  if (!stored.isNew) return signedQuote
  const { gateway, price } = signedQuote.message.terms
  events.emit('quoted', { passId, gateway, price })
  return signedQuote
}

function draw(
  { client, pricing, quoting }: SbnContext,
  request: QuoteRequest,
  { driver, price: base, row }: Assignment,
  fees: Pick<Terms, 'protocolFee' | 'sbnFee'>,
): { details: Details; terms: Terms } {
  const { duration, mbps, service } = request
  const country = row.status.country ?? ''
  const ipType = row.status.ipType ?? 'unknown'
  const price = base + (quoting?.surcharge ?? 0n)
  const details: Details = {
    requestId: request.requestId,
    service,
    country,
    ipType,
    mbps,
    driver,
    recipientKey: request.recipientKey,
    clientKey: request.clientKey,
  }
  const terms: Terms = {
    subscriber: request.subscriber,
    gateway: row.gateway,
    payee: row.payee,
    sbn: client.account.address,
    price,
    minimum: (price * BigInt(pricing.minimum)) / 10_000n,
    duration,
    renewUntil: 0,
    ...fees,
    billing: 'flat',
    voucherSigner: zeroAddress,
    details: hashDetails(details),
  }
  return { details, terms }
}

function explain({ quoting }: SbnContext, { reasons }: Assignment): Assignment['reasons'] {
  if (!quoting?.surcharge) return reasons
  const surcharge = `${formatPrix(quoting.surcharge)} for the answer over the chain.`
  return { ...reasons, price: [...reasons.price, surcharge] }
}

function hashRequest(request: QuoteRequest): Hex {
  const { primaryType, toTypedData, types } = quoteRequest
  return hashStruct({
    data: toTypedData(request),
    primaryType,
    types: types as Record<string, { name: string; type: string }[]>,
  })
}
