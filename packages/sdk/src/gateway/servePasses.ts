import type { Connection } from '@passband/tunnel'
import { hexToBytes, isAddressEqual } from 'viem'
import { isActive } from '../actions/passes/isActive.js'
import { TermsRefusedError } from '../errors/gateway.js'
import { InvalidInputError } from '../errors/input.js'
import { SbnAnswerInvalidError } from '../errors/messaging.js'
import { DriverMissingError } from '../errors/purchase.js'
import { abortable } from '../internal/abortable.js'
import type { Pool } from '../internal/createPool.js'
import { type Details, hashDetails } from '../protocol/details.js'
import { delivery } from '../protocol/messages/delivery.js'
import { detailsRequest } from '../protocol/messages/detailsRequest.js'
import { seal } from '../protocol/seal.js'
import { signMessage } from '../protocol/signMessage.js'
import { stringify } from '../protocol/stringify.js'
import { checkTerms } from './checkTerms.js'
import type { GatewayContext } from './context.js'
import { readOpenPasses } from './readOpenPasses.js'
import { refusePass } from './refusePass.js'
import { type PassRow, passes } from './tables.js'

/** Seconds that a pass is served longer than the chain says, for clocks that differ. */
const allowance = 5

/** Milliseconds until a pass is tried again that could not be served. */
const retryDelay = 2_000

/** What is known of passes beyond the store, while the process lives. */
export type ServingState = {
  /** Passes that the drivers let in. */
  admitted: Set<string>
  /** Where passes are served, several at a time, since each may wait for the SBN. */
  pool: Pool
  /** Local time, in milliseconds, before which a pass that failed is not tried again. */
  retryAt: Map<string, number>
}

/**
 * Starts to admit every running pass and to deliver what was not delivered yet, as far as there are
 * places. What fails is reported and comes again later; one bad pass does not hold up the others.
 * What the gateway did not agree to, and what can never be served, is given up.
 *
 * @param now Chain time, Unix seconds.
 */
export async function servePasses(
  context: GatewayContext,
  { admitted, pool, retryAt }: ServingState,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const { events, store } = context
  const startedAt = Date.now()
  const chainTime = () => now + Math.floor((Date.now() - startedAt) / 1_000)
  const open = await store.transaction(readOpenPasses)
  for (const { open: pass, row } of open) {
    const { passId } = row
    const isDone = pass.refused || row.end <= now || (row.delivered && admitted.has(passId))
    if (isDone || startedAt < (retryAt.get(passId) ?? 0)) continue
    pool.offer(passId, async () => {
      try {
        // It may have been served or have ended since the list was read.
        const current = await store.transaction((tx) => passes.get(tx, passId))
        if (!current || current.ended || (current.delivered && admitted.has(passId))) return
        await serve(context, admitted, current, chainTime, signal).catch(async (error: unknown) => {
          if (!(error instanceof TermsRefusedError)) throw error
          await refusePass(context, admitted, current, error)
        })
        retryAt.delete(passId)
      } catch (error) {
        retryAt.set(passId, Date.now() + retryDelay)
        if (!signal.aborted) events.emit('error', { error })
      }
    })
  }
}

async function serve(
  context: GatewayContext,
  admitted: Set<string>,
  row: PassRow,
  chainTime: () => number,
  signal: AbortSignal,
): Promise<void> {
  const { client, contracts, events, sbn, servers, store } = context
  const { passId, terms } = row
  // What was delivered was agreed to, perhaps before the owner changed what is sold.
  if (!row.delivered && !isAddressEqual(terms.sbn, sbn.sbn)) throw new TermsRefusedError('sbn')
  const details = row.details ?? (await learnDetails(context, row, chainTime(), signal))
  if (!row.delivered) checkTerms(context, terms, details)
  const server = servers.get(details.driver)
  if (!server) throw new DriverMissingError(details.driver)
  // The purchase was read a moment ago: whoever has left since gets nothing any more.
  const { subscriber: account } = terms
  if (!(await abortable(isActive(client, { contracts, passId, account }), signal))) return
  const connection = await server
    .admit({
      passId,
      clientKey: hexToBytes(details.clientKey),
      mbps: details.mbps,
      // In this machine's own time, whatever it shows.
      expiresAt: Math.ceil(Date.now() / 1_000) + (row.end - chainTime()) + allowance,
    })
    .catch((cause: unknown) => {
      throw isClientKeyError(cause) ? new TermsRefusedError('clientKey', { cause }) : cause
    })
  admitted.add(passId)
  if (row.delivered) return
  await deliver(context, row, details, connection, signal)
  await store.transaction((tx) =>
    passes.update(tx, passId, (current) => ({ ...current, delivered: true })),
  )
  events.emit('delivered', { passId })
}

/** A driver's own error class may not be imported here; its code and field say the same. */
function isClientKeyError(error: unknown): boolean {
  const { code, parameter } = (error ?? {}) as { code?: unknown; parameter?: unknown }
  return code === 'INVALID_PARAMETER' && parameter === 'clientKey'
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
  }).catch((cause: unknown) => {
    throw cause instanceof InvalidInputError && cause.field === 'recipientKey'
      ? new TermsRefusedError('recipientKey', { cause })
      : cause
  })
  const message = { passId, gateway, sealed }
  await messenger.deliver(await signMessage(client, delivery, message, deployment), { signal })
}
