import type { Hex } from 'viem'
import { SbnRefusedError } from '../../errors/messaging.js'
import { seal } from '../../protocol/seal.js'
import { stringify } from '../../protocol/stringify.js'
import { findAttested } from '../attesting/findAttested.js'
import type { SbnContext } from '../context.js'
import { findQuote } from './findQuote.js'

/**
 * The latest attestation of the gateway of a quote, sealed to who asked for the quote: nobody else
 * learns where the gateway of a purchase is.
 *
 * @returns `undefined` when the gateway was not attested yet.
 */
export async function answerAttested(
  context: Pick<SbnContext, 'client' | 'deployment' | 'store'>,
  passId: Hex,
): Promise<Hex | undefined> {
  const { client, deployment, store } = context
  const quote = await store.transaction((tx) => findQuote(tx, passId))
  if (!quote)
    throw new SbnRefusedError({
      code: 'PASS_UNKNOWN',
      title: 'No such quote of this SBN.',
      retryable: false,
    })
  const found = await findAttested(context, quote.message.terms.gateway)
  if (!found) return undefined
  return seal(stringify(found), {
    recipientKey: quote.details.recipientKey,
    context: { kind: 'attested', deployment, sbn: client.account.address, passId },
  })
}
