import { SbnAnswerInvalidError } from '../errors/messaging.js'
import { type Details, hashDetails } from '../protocol/details.js'
import { detailsRequest } from '../protocol/messages/detailsRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import type { GatewayContext } from './context.js'
import { type PassRow, passes } from './tables.js'

/**
 * Asks the SBN for the details of a pass, and keeps them.
 *
 * @param now Chain time, Unix seconds.
 * @throws `SbnAnswerInvalidError` when they are not those of the terms.
 */
export async function learnDetails(
  { client, deployment, messenger, sbn, store }: GatewayContext,
  { passId, terms }: PassRow,
  now: number,
  signal: AbortSignal,
): Promise<Details> {
  const message = { passId, gateway: client.account.address, sbn: sbn.sbn, expiresAt: now + 120 }
  const request = await signMessage(client, detailsRequest, message, deployment)
  const details = await messenger.getDetails(request, { signal })
  if (hashDetails(details) !== terms.details)
    throw new SbnAnswerInvalidError({ reason: 'the details are not those of the terms.' })
  await store.transaction(async (tx) => {
    // A reorganization may have taken the pass away meanwhile.
    const row = await passes.get(tx, passId)
    if (row) await passes.put(tx, passId, { ...row, details })
  })
  return details
}
