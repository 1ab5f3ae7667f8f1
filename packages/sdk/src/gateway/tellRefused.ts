import { PassUnservedError, TermsRefusedError } from '../errors/gateway.js'
import type { GatewayContext } from './context.js'
import { readOpenPasses } from './readOpenPasses.js'

/**
 * Tells again which passes are being given up: an earlier process may have died between writing it down
 * and telling it.
 */
export async function tellRefused({
  events,
  store,
}: Pick<GatewayContext, 'events' | 'store'>): Promise<void> {
  for (const { open, row } of await store.transaction(readOpenPasses)) {
    const { passId, refused } = row
    if (!open.refused || !refused) continue
    const error = refused === 'unserved' ? new PassUnservedError() : new TermsRefusedError(refused)
    events.emit('passRefused', { passId, error })
  }
}
