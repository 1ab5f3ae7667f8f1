import { giveUpCall } from '../actions/passes/giveUp.js'
import type { TermsRefusedError } from '../errors/gateway.js'
import { submitAgain } from '../outbox/submitAgain.js'
import type { GatewayContext } from './context.js'
import { openPasses, type PassRow } from './tables.js'

/** Gives up what this gateway did not agree to or cannot serve, once, and says why. */
export async function refusePass(
  context: GatewayContext,
  admitted: Set<string>,
  { passId, terms }: PassRow,
  error: TermsRefusedError,
): Promise<void> {
  const { contracts, events, outbox, servers, store } = context
  await Promise.all([...servers.values()].map((server) => server.revoke(passId)))
  admitted.delete(passId)
  const isNew = await store.transaction(async (tx) => {
    const open = await openPasses.get(tx, passId)
    if (!open || open.refused) return false
    await openPasses.put(tx, passId, { ...open, refused: true })
    await submitAgain(outbox, tx, { key: `giveUp/${passId}`, ...giveUpCall(contracts, { terms }) })
    return true
  })
  if (isNew) events.emit('passRefused', { passId, error })
}
