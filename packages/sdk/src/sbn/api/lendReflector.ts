import type { Hex } from 'viem'
import { SbnRefusedError } from '../../errors/messaging.js'
import { seal } from '../../protocol/seal.js'
import { stringify } from '../../protocol/stringify.js'
import type { CheckTicket } from '../checking/checkTickets.js'
import type { SbnContext } from '../context.js'
import { passes } from '../tables.js'
import { findQuote } from './findQuote.js'

/** Seconds in which the owner of a pass can measure. */
const lentSeconds = 120
/** Seconds from which on it gets another one when it asks, so that there is time to measure. */
const renewalSeconds = 60
/** Seconds of the sold bandwidth that may be moved in each direction. */
const worth = 15
/** Most bytes that may be moved in each direction. */
const mostBytes = 256 * 1024 ** 2

/**
 * Lends the reflector to the buyer of a pass, sealed to its key, for a while and for so many bytes: the
 * same reflector, and the same kind of address, as for the checks of this SBN.
 *
 * Whoever asks gets the same sealed answer, in which only the buyer reads whether it was used. So nobody
 * keeps the buyer from measuring by asking first, nor learns by asking whether it measures.
 */
export async function lendReflector(
  context: Pick<
    SbnContext,
    'client' | 'deployment' | 'lent' | 'reflectorUrl' | 'store' | 'tickets'
  >,
  passId: Hex,
): Promise<Hex> {
  const { client, deployment, lent, reflectorUrl, store } = context
  const found = await store.transaction(async (tx) => {
    const quote = await findQuote(tx, passId)
    const pass = await passes.get(tx, passId)
    return quote && pass && !pass.ended ? quote : undefined
  })
  if (!found)
    throw new SbnRefusedError({
      code: 'PASS_UNKNOWN',
      title: 'No such pass of this SBN, or it has ended.',
      retryable: true,
    })
  const bytes = Math.min(mostBytes, (found.details.mbps * 1e6 * worth) / 8)
  const ticket = lent.get(passId) ?? lend(context, passId, bytes)
  const { down, up } = ticket.carried
  const url = new URL(`/checks/${ticket.id}/reflect/`, reflectorUrl).href
  return seal(
    stringify({ url, key: ticket.key, bytes, fresh: Math.max(down, up) <= bytes ? 1 : 0 }),
    {
      recipientKey: found.details.recipientKey,
      context: { kind: 'reflector', deployment, sbn: client.account.address, passId },
    },
  )
}

/** Has room for two measurements: one more can begin while the first is not half through it. */
function lend(
  { lent, tickets }: Pick<SbnContext, 'lent' | 'tickets'>,
  passId: Hex,
  bytes: number,
): CheckTicket {
  const ticket = tickets.open(2 * bytes)
  lent.set(passId, ticket)
  setTimeout(() => lent.delete(passId), renewalSeconds * 1_000).unref()
  setTimeout(() => ticket.close(), lentSeconds * 1_000).unref()
  return ticket
}
