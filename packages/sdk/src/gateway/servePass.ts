import { hexToBytes, isAddressEqual } from 'viem'
import { TermsRefusedError } from '../errors/gateway.js'
import { abortable } from '../internal/abortable.js'
import type { Details } from '../protocol/details.js'
import { checkTerms } from './checkTerms.js'
import type { GatewayContext } from './context.js'
import { deliverPass } from './deliverPass.js'
import { isPassActive } from './isPassActive.js'
import { learnDetails } from './learnDetails.js'
import type { ServingState } from './servePasses.js'
import { type OpenPassRow, openPasses, type PassRow, passes } from './tables.js'
import { wasDelivered } from './wasDelivered.js'

/** Seconds that a pass is served longer than the chain says, for clocks that differ. */
const allowance = 5

/**
 * Admits a pass and delivers its connection info, as far as that was not done. Does nothing when the
 * pass is not active.
 *
 * @throws `TermsRefusedError` when it is not one that this gateway sells, or can serve.
 */
export async function servePass(
  context: GatewayContext,
  { admitted, head }: ServingState,
  { open, row }: { open: OpenPassRow; row: PassRow },
  chainTime: () => number,
  signal: AbortSignal,
): Promise<void> {
  const { events, servers, store } = context
  const { passId } = row
  const isNew = !row.delivered && !open.redeliver
  const details = isNew
    ? await agree(context, row, chainTime, signal)
    : (row.details ?? (await learnDetails(context, row, chainTime(), signal)))
  const server = servers.get(details.driver)
  // Its owner took the driver away: nobody can use the pass any more.
  if (!server) throw new TermsRefusedError('driver')
  // Whoever has left since, and whose purchase was undone, gets nothing any more.
  if (!head || !(await abortable(isPassActive(context, row, head.hash), signal))) return
  const { clientKey, recipientKey } = row.rekeyed ?? details
  const earlier = admitted.get(passId)
  // Whoever connected with the old key is out before the new one is let in.
  if (earlier && earlier.clientKey !== clientKey)
    await Promise.all([...servers.values()].map((one) => one.revoke(passId)))
  const connection = await server
    .admit({
      passId,
      clientKey: hexToBytes(clientKey),
      mbps: details.mbps,
      // In this machine's own time, whatever it shows.
      expiresAt: Math.ceil(Date.now() / 1_000) + (row.end - chainTime()) + allowance,
    })
    .catch((cause: unknown) => {
      throw isClientKeyError(cause) ? new TermsRefusedError('clientKey', { cause }) : cause
    })
  admitted.set(passId, { clientKey, end: row.end })
  if (row.delivered && !open.redeliver) return
  await deliverPass(context, passId, { recipientKey }, connection, signal)
  const isDelivered = await store.transaction(async (tx) => {
    const [current, currentOpen] = [await passes.get(tx, passId), await openPasses.get(tx, passId)]
    // Other keys have become known meanwhile, which it has to be delivered to.
    if (current?.rekeyed?.recipientKey !== row.rekeyed?.recipientKey) return false
    if (currentOpen?.redeliver) {
      const { redeliver: _, ...rest } = currentOpen
      await openPasses.put(tx, passId, rest)
    }
    if (!current || current.delivered) return current?.delivered === true
    await passes.put(tx, passId, { ...current, delivered: true })
    return true
  })
  if (isDelivered) events.emit('delivered', { passId })
}

/** The details of a pass that was not served yet, once it is sure that this gateway sells that. */
async function agree(
  context: GatewayContext,
  row: PassRow,
  chainTime: () => number,
  signal: AbortSignal,
): Promise<Details> {
  if (!isAddressEqual(row.terms.sbn, context.sbn.sbn)) throw new TermsRefusedError('sbn')
  const details = row.details ?? (await learnDetails(context, row, chainTime(), signal))
  try {
    checkTerms(context, row.terms, details)
  } catch (error) {
    // What was delivered was agreed to, perhaps before the owner changed what is sold.
    if (!(await wasDelivered(context, row, signal))) throw error
  }
  return details
}

/** A driver's own error class may not be imported here; its code and field say the same. */
function isClientKeyError(error: unknown): boolean {
  const { code, parameter } = (error ?? {}) as { code?: unknown; parameter?: unknown }
  return code === 'INVALID_PARAMETER' && parameter === 'clientKey'
}
