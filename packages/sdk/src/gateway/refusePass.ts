import { type PassUnservedError, TermsRefusedError } from '../errors/gateway.js'
import type { GatewayContext } from './context.js'
import type { Admission } from './isAdmittedAs.js'
import { openPasses, type PassRow, passes } from './tables.js'

/** Stops serving what this gateway did not agree to or cannot serve, marks it to be given up, and says why. */
export async function refusePass(
  { events, servers, store }: Pick<GatewayContext, 'events' | 'servers' | 'store'>,
  admitted: Map<string, Admission>,
  { passId }: PassRow,
  error: TermsRefusedError | PassUnservedError,
): Promise<void> {
  await Promise.all([...servers.values()].map((server) => server.revoke(passId)))
  admitted.delete(passId)
  const isNew = await store.transaction(async (tx) => {
    const open = await openPasses.get(tx, passId)
    if (!open || open.refused) return false
    await openPasses.put(tx, passId, { ...open, refused: true })
    const refused = error instanceof TermsRefusedError ? error.field : 'unserved'
    await passes.update(tx, passId, (row) => ({ ...row, refused }))
    return true
  })
  if (isNew) events.emit('passRefused', { passId, error })
}
