import type { Hex } from 'viem'
import * as z from 'zod/mini'
import type { SignedQuote } from '../protocol/messages/quote.js'
import { unseal } from '../protocol/unseal.js'
import type { SubscriberContext } from './context.js'
import { requests } from './tables.js'

/**
 * Opens what the SBN of a quote sealed to who got the quote.
 *
 * @throws What does not open, or is something else, is an error without a type of its own.
 */
export async function openSealed<value>(
  { deployment, store }: Pick<SubscriberContext, 'deployment' | 'store'>,
  {
    kind,
    passId,
    quote,
    schema,
    sealed,
  }: {
    kind: 'attested' | 'reflector'
    passId: Hex
    quote: Pick<SignedQuote, 'details' | 'message'>
    schema: z.ZodMiniType<value, unknown>
    sealed: Hex
  },
): Promise<value> {
  const { requestId } = quote.details
  const request = await store.transaction((tx) => requests.get(tx, requestId))
  if (!request) throw new Error('The keys of the quote are not here.')
  const { sbn } = quote.message.terms
  const text = await unseal(sealed, {
    privateKey: request.recipientSecret,
    context: { kind, deployment, sbn, passId },
  })
  return z.parse(schema, JSON.parse(text))
}
