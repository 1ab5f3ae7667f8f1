import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { PassbandError } from '../errors/base.js'
import { MessageExpiredError } from '../errors/protocol.js'
import { QuoteAlteredError, QuoteExpiredError } from '../errors/purchase.js'
import { getChainTime } from '../internal/getChainTime.js'
import { hashDetails } from '../protocol/details.js'
import { quote, type SignedQuote } from '../protocol/messages/quote.js'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import { verifyMessage } from '../protocol/verifyMessage.js'
import type { SubscriberContext } from './context.js'

/** Largest minimum that the contract accepts, in basis points of the price. */
const maximumMinimum = 500n
/** Highest fees that it accepts, in basis points. */
const maximumFees = { protocol: 500, sbn: 2_000 }

/**
 * Holds a quote against what was asked, its signature, and the time.
 *
 * @param signer Who signs for the SBN, as the chain says.
 */
export async function checkQuote(
  context: SubscriberContext,
  signed: SignedQuote,
  request: QuoteRequest,
  signer: Address,
): Promise<void> {
  const { terms } = signed.message
  const { details } = signed
  const mismatch = (
    [
      ['subscriber', isAddressEqual(terms.subscriber, request.subscriber)],
      ['sbn', isAddressEqual(terms.sbn, request.sbn)],
      ['duration', terms.duration === request.duration],
      ['billing', terms.billing === request.billing],
      ['renewUntil', terms.renewUntil === 0],
      ['voucherSigner', isAddressEqual(terms.voucherSigner, zeroAddress)],
      ['minimum', terms.minimum * 10_000n <= terms.price * maximumMinimum],
      ['protocolFee', terms.protocolFee <= maximumFees.protocol],
      ['sbnFee', terms.sbnFee <= maximumFees.sbn],
      ['details', hashDetails(details) === terms.details],
      ['requestId', details.requestId === request.requestId],
      ['service', details.service === request.service],
      ['country', request.country === undefined || details.country === request.country],
      ['gateway', !request.exclude?.includes(terms.gateway)],
      ['mbps', details.mbps >= request.mbps],
      ['driver', request.drivers.includes(details.driver)],
      ['recipientKey', details.recipientKey === request.recipientKey],
      ['clientKey', details.clientKey === request.clientKey],
    ] as const
  ).find(([, same]) => !same)
  if (mismatch) throw new QuoteAlteredError(`its ${mismatch[0]} is not what was asked for.`)
  const now = await getChainTime(context.client)
  try {
    await verifyMessage(quote, signed, { deployment: context.deployment, now, signer })
  } catch (cause) {
    if (cause instanceof MessageExpiredError) throw new QuoteExpiredError({ cause })
    if (PassbandError.is(cause))
      throw new QuoteAlteredError('its signature is not the SBN’s.', { cause })
    throw cause
  }
}
