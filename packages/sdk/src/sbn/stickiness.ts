import type { Address } from 'viem'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'

/** How long the same buyer gets the same gateway for the same class, in seconds. */
export const stickiness = 600

/** Under what it is remembered which gateway a buyer was given. */
export function assignmentKey({
  country,
  service,
  subscriber,
}: Pick<QuoteRequest, 'service'> & { country?: string | undefined; subscriber: Address }): string {
  return `${subscriber}/${service}/${country ?? '*'}`
}
