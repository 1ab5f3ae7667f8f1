import type { TermsRefusedError } from '../errors/gateway.js'
import type { GatewayContext } from './context.js'
import { openPasses, type PassRow } from './tables.js'

/**
 * Serves a pass no more whose owner has made keys known that nobody can use, until there are others. It
 * is not given up: that would refund whoever has seen the endpoint already, without the minimum.
 *
 * @returns Whether that is what was wrong.
 */
export async function setAside(
  { store }: Pick<GatewayContext, 'store'>,
  { passId, rekeyed }: PassRow,
  { field }: TermsRefusedError,
): Promise<boolean> {
  if (!rekeyed || (field !== 'clientKey' && field !== 'recipientKey')) return false
  await store.transaction(async (tx) => {
    const open = await openPasses.get(tx, passId)
    if (open) await openPasses.put(tx, passId, { ...open, unusable: true })
  })
  return true
}
