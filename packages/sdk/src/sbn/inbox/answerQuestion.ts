import { type Address, type Hex, isAddressEqual } from 'viem'
import { getBlock } from 'viem/actions'
import * as z from 'zod/mini'
import { postMessageCall } from '../../actions/messages/postMessage.js'
import { getBalance } from '../../actions/prix/getBalance.js'
import { PassbandError } from '../../errors/base.js'
import { NoGatewayFitsError } from '../../errors/messaging.js'
import { toChainError } from '../../errors/toChainError.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { dispatch } from '../../messaging/dispatch.js'
import { toRefusal } from '../../messaging/refusal.js'
import { routes } from '../../messaging/routes.js'
import type { Question } from '../../protocol/chainMessage.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { type SignedQuote, signedQuote } from '../../protocol/messages/quote.js'
import { address, bytes32, timestamp } from '../../protocol/schemas.js'
import { createApi } from '../api/createApi.js'
import type { SbnContext } from '../context.js'
import { type Expense, isAffordable, spend } from './budget.js'
import type { Onchain } from './onchain.js'
import { addDetails, sealAnswer } from './sealAnswer.js'
import { chainQuotes, type InboxRow, inbox } from './tables.js'

/** How long a quote over the chain can be bought, in seconds: it takes some blocks to get there. */
const quoteLifetime = 540

/** What there is to know before a question is answered. */
const signedBy = z.object({
  message: z.object({
    subscriber: z.optional(address),
    gateway: z.optional(address),
    passId: z.optional(bytes32),
    expiresAt: timestamp,
  }),
})

type Prepared = { message: Hex; expense: Expense; quote?: SignedQuote | undefined }

/**
 * Answers a question through this SBN's own API, and hands the answer to the outbox in the
 * transaction that takes the question away: exactly once, whatever dies in between.
 *
 * Who posted it has to be who signed it. What is over, not within the budget, or asks for more than its
 * asker can pay for, is dropped without a word, as is everything that is refused but for want of a
 * gateway.
 */
export async function answerQuestion(
  context: SbnContext,
  onchain: Onchain,
  { key, question, row }: { key: string; row: InboxRow; question: Question },
): Promise<void> {
  const { contracts, outbox, store } = context
  const now = await getChainTime(context.client)
  const prepared = await prepare(context, onchain, { question, row, now })
  await store.transaction(async (tx) => {
    // A reorganization may have taken it meanwhile.
    if (!(await inbox.get(tx, key))) return
    await inbox.delete(tx, key)
    if (!prepared || !(await isAffordable(tx, onchain, prepared.expense, now))) return
    const { expense, message, quote } = prepared
    const { sender: recipient, topic } = row
    const call = postMessageCall(contracts, { recipient, topic, message })
    // Asked again under the same topic, it is answered already.
    if (!(await outbox.submit(tx, { key: `answer/${recipient}/${topic}`, ...call }))) return
    await spend(tx, expense, { now, topic })
    if (!quote) return
    const { deadline, terms } = quote.message
    const waiting = { subscriber: terms.subscriber, until: deadline }
    await chainQuotes.put(tx, hashTerms(terms), waiting)
  })
}

async function prepare(
  context: SbnContext,
  onchain: Onchain,
  { now, question, row }: { question: Question; row: InboxRow; now: number },
): Promise<Prepared | undefined> {
  const { call } = question
  const asked = z.safeParse(signedBy, question.body).data?.message
  const isQuote = call === routes.requestQuote.path
  const asker = isQuote ? asked?.subscriber : asked?.gateway
  // Only who posts it can have sealed it, and only who signed it may ask.
  if (!asked || !asker || !isAddressEqual(asker, row.sender)) return undefined
  const expense = getExpense(call, asker, asked.passId)
  if (!expense) return undefined
  // Details are needed also when this SBN was away for long; the rest is of no use any more.
  if (expense.kind !== 'details' && asked.expiresAt <= now) return undefined
  const isWithin = await context.store.transaction((tx) => isAffordable(tx, onchain, expense, now))
  if (!isWithin) return undefined
  const reply = await answer(context, onchain, question, row)
  if (!reply) return undefined
  const text = await sealAnswer(context, row, question, reply).catch(() => undefined)
  if (!text) return undefined
  if (!isQuote) return { message: text, expense }
  const quote = 'answer' in reply ? z.parse(signedQuote, reply.answer) : undefined
  if (quote && !(await isCovered(context, quote))) return undefined
  return {
    message: await addDetails(context, text, quote),
    expense: quote ? expense : { kind: 'refusal', asker },
    quote,
  }
}

function getExpense(call: string, asker: Address, passId: Hex | undefined): Expense | undefined {
  if (call === routes.requestQuote.path) return { kind: 'quote', asker }
  if (call === routes.getStatus.path) return { kind: 'status', asker }
  if (call === routes.getDetails.path && passId) return { kind: 'details', passId }
  return undefined
}

/** Through the same door as over HTTP; requests count as of the block in which they were posted. */
async function answer(
  context: SbnContext,
  { surcharge }: Onchain,
  { body, call }: Question,
  { blockNumber }: InboxRow,
): Promise<{ answer: unknown } | { refusal: unknown } | undefined> {
  const { timestamp } = await getBlock(context.client, { blockNumber }).catch((error: unknown) => {
    throw toChainError(error)
  })
  const api = createApi({
    ...context,
    clock: async () => Number(timestamp),
    quoting: { lifetime: quoteLifetime, surcharge },
  })
  try {
    return { answer: await dispatch(api, call, body) }
  } catch (error) {
    if (error instanceof NoGatewayFitsError) return { refusal: toRefusal(error) }
    // What fails for a moment comes again; what is refused hears nothing.
    if (!PassbandError.is(error) || error.code.startsWith('CHAIN_')) throw error
    return undefined
  }
}

async function isCovered(
  { client, contracts }: Pick<SbnContext, 'client' | 'contracts'>,
  { message }: SignedQuote,
): Promise<boolean> {
  const { price, subscriber } = message.terms
  return (await getBalance(client, { contracts, account: subscriber })) >= price
}
