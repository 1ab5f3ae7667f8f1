import type { Connection } from '@passband/tunnel'
import { hexToBytes } from 'viem'
import { isActive } from '../actions/passes/isActive.js'
import { SbnAnswerInvalidError } from '../errors/messaging.js'
import { DriverMissingError } from '../errors/purchase.js'
import { type Details, hashDetails } from '../protocol/details.js'
import { delivery } from '../protocol/messages/delivery.js'
import { detailsRequest } from '../protocol/messages/detailsRequest.js'
import { seal } from '../protocol/seal.js'
import { signMessage } from '../protocol/signMessage.js'
import { stringify } from '../protocol/stringify.js'
import type { GatewayContext } from './context.js'
import { type PassRow, passes } from './tables.js'

/** Seconds that a pass is served longer than the chain says, for clocks that differ. */
const allowance = 5

/**
 * Admits every running pass and delivers what was not delivered yet. What fails is reported and comes
 * again at the next round; one bad pass does not hold up the others.
 *
 * @param now Chain time, Unix seconds.
 */
export async function servePasses(
  context: GatewayContext,
  admitted: Set<string>,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const { events, servers, store } = context
  const rows = await store.transaction((tx) => passes.list(tx))
  for (const { value: row } of rows) {
    if (signal.aborted) return
    const over = row.ended || row.end <= now
    if (over && !admitted.has(row.passId)) continue
    try {
      if (over) {
        await Promise.all([...servers.values()].map((server) => server.revoke(row.passId)))
        admitted.delete(row.passId)
      } else if (!admitted.has(row.passId) || !row.delivered)
        await serve(context, admitted, row, now, signal)
    } catch (error) {
      if (!signal.aborted) events.emit('error', { error })
    }
  }
}

async function serve(
  context: GatewayContext,
  admitted: Set<string>,
  row: PassRow,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const { client, contracts, events, servers, store } = context
  const { passId, terms } = row
  const details = row.details ?? (await learnDetails(context, row, now, signal))
  const server = servers.get(details.driver)
  if (!server) throw new DriverMissingError(details.driver)
  // The purchase was read a moment ago: whoever has left since gets nothing any more.
  if (!(await isActive(client, { contracts, passId, account: terms.subscriber }))) return
  const connection = await server.admit({
    passId,
    clientKey: hexToBytes(details.clientKey),
    mbps: details.mbps,
    // In this machine's own time, whatever it shows.
    expiresAt: Math.ceil(Date.now() / 1_000) + (row.end - now) + allowance,
  })
  admitted.add(passId)
  if (row.delivered) return
  await deliver(context, row, details, connection, signal)
  await store.transaction((tx) =>
    passes.update(tx, passId, (current) => ({ ...current, delivered: true })),
  )
  events.emit('delivered', { passId })
}

async function learnDetails(
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
  await store.transaction((tx) => passes.update(tx, passId, (row) => ({ ...row, details })))
  return details
}

async function deliver(
  { client, deployment, messenger }: GatewayContext,
  { passId }: PassRow,
  { recipientKey }: Details,
  connection: Connection,
  signal: AbortSignal,
): Promise<void> {
  const gateway = client.account.address
  const sealed = await seal(stringify({ connection }), {
    recipientKey,
    context: { kind: 'connectionInfo', deployment, gateway, passId },
  })
  const message = { passId, gateway, sealed }
  await messenger.deliver(await signMessage(client, delivery, message, deployment), { signal })
}
