import { bytesToHex, concat, type Hex } from 'viem'
import {
  chainBlock,
  detailsBlock,
  listShared,
  type Question,
  sealedDetailsLength,
} from '../../protocol/chainMessage.js'
import { deriveDetailsKey } from '../../protocol/deriveDetailsKey.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import type { SignedQuote } from '../../protocol/messages/quote.js'
import { packValue } from '../../protocol/packValue.js'
import { sealBytes } from '../../protocol/sealBytes.js'
import { openRegistration } from '../checking/openRegistration.js'
import type { SbnContext } from '../context.js'
import { gateways } from '../tables.js'
import type { InboxRow } from './tables.js'

/** Seals an answer to who asked. What the question says is not repeated. */
export async function sealAnswer(
  { client, deployment }: Pick<SbnContext, 'client' | 'deployment'>,
  { sender, topic }: InboxRow,
  { body, replyKey }: Question,
  reply: { answer: unknown } | { refusal: unknown },
): Promise<Hex> {
  return sealBytes(packValue(reply, listShared(body)), {
    recipientKey: replyKey,
    context: {
      kind: 'chainMessage',
      deployment,
      sender: client.account.address,
      recipient: sender,
      topic,
    },
    block: chainBlock,
  })
}

/**
 * Adds to an answer to a quote request what its gateway will need once it is bought: the details,
 * sealed to the gateway. With a refusal it is random, so that nobody can tell one from a quote.
 */
export async function addDetails(
  context: SbnContext,
  answer: Hex,
  quote: SignedQuote | undefined,
): Promise<Hex> {
  const sealed = quote && (await sealDetails(context, quote))
  return concat([answer, sealed ?? bytesToHex(random())])
}

const random = () => crypto.getRandomValues(new Uint8Array(sealedDetailsLength))

/** The registration is opened for the key that it holds, and for nothing else. */
async function sealDetails(context: SbnContext, quote: SignedQuote): Promise<Hex | undefined> {
  const { client, deployment, store } = context
  const { terms } = quote.message
  const { gateway } = terms
  const row = await store.transaction((tx) => gateways.get(tx, gateway))
  const registration = row && (await openRegistration(context, row))
  if (!registration) return undefined
  const { publicKey } = await deriveDetailsKey(registration.checkSecret)
  const sealed = await sealBytes(packValue(quote.details), {
    recipientKey: publicKey,
    context: {
      kind: 'chainMessage',
      deployment,
      sender: client.account.address,
      recipient: gateway,
      topic: hashTerms(terms),
    },
    block: detailsBlock,
  })
  // Longer details than there is room for are asked for by the gateway.
  return sealed.length === 2 + 2 * sealedDetailsLength ? sealed : undefined
}
