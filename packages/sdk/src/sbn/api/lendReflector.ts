import type { Hex } from 'viem'
import { SbnRefusedError } from '../../errors/messaging.js'
import { seal } from '../../protocol/seal.js'
import { stringify } from '../../protocol/stringify.js'
import type { SbnContext } from '../context.js'
import { passes } from '../tables.js'
import { findQuote } from './findQuote.js'

/** Seconds in which the owner of a pass can measure, and in which it is not lent another reflector. */
const lentSeconds = 120
/** Seconds of the sold bandwidth that may be moved in each direction. */
const worth = 15
/** Most bytes that may be moved in each direction. */
const mostBytes = 256 * 1024 ** 2

/**
 * Lends the reflector to the buyer of a pass, sealed to its key, for a while and for so many bytes: the
 * same reflector, and the same kind of address, as for the checks of this SBN.
 */
export async function lendReflector(
  context: Pick<
    SbnContext,
    'client' | 'deployment' | 'lent' | 'reflectorUrl' | 'store' | 'tickets'
  >,
  passId: Hex,
): Promise<Hex> {
  const { client, deployment, lent, reflectorUrl, store, tickets } = context
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
  if (lent.has(passId))
    throw new SbnRefusedError({
      code: 'MEASURED_LATELY',
      title: `This pass was lent a reflector less than ${lentSeconds} seconds ago.`,
      retryable: true,
    })
  const bytes = Math.min(mostBytes, (found.details.mbps * 1e6 * worth) / 8)
  const ticket = tickets.open(bytes)
  lent.add(passId)
  setTimeout(() => {
    ticket.close()
    lent.delete(passId)
  }, lentSeconds * 1_000).unref()
  const url = new URL(`/checks/${ticket.id}/reflect/`, reflectorUrl).href
  return seal(stringify({ url, key: ticket.key, bytes }), {
    recipientKey: found.details.recipientKey,
    context: { kind: 'reflector', deployment, sbn: client.account.address, passId },
  })
}
