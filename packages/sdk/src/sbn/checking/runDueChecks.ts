import { getChainTime } from '../../internal/getChainTime.js'
import type { SbnContext } from '../context.js'
import { type GatewayRow, gateways } from '../tables.js'
import { type CheckResult, checkGateway } from './checkGateway.js'

/** Seconds until a refused gateway is looked at again. */
const retryInterval = 15

/** Checks all gateways whose time has come, one after the other so that they do not share the line. */
export async function runDueChecks(context: SbnContext, signal: AbortSignal): Promise<void> {
  const { client, events, store } = context
  const rows = await store.transaction((tx) => gateways.list(tx))
  for (const { value: row } of rows) {
    if (signal.aborted) return
    const now = await getChainTime(client)
    if (row.nextCheckAt > now) continue
    events.emit('checkStarted', { gateway: row.gateway })
    try {
      const result = await checkGateway(context, row, signal)
      if (signal.aborted) return
      await record(context, row, result, now)
    } catch (error) {
      // The checker failed, not the gateway: it stays what it was, and the others have their turn.
      await postpone(context, row, now)
      if (!signal.aborted) events.emit('error', { error })
    }
  }
}

/** A registration that came in during the check is checked again. */
async function record(
  context: SbnContext,
  checked: GatewayRow,
  result: CheckResult,
  now: number,
): Promise<void> {
  const { events, store } = context
  const { floorPrice, gateway } = checked
  const wait = result.reason
    ? Math.min(retryInterval, context.checkInterval)
    : context.checkInterval
  const row = await store.transaction(async (tx) => {
    const current = await gateways.get(tx, gateway)
    if (current?.sequence !== checked.sequence) return undefined
    const base = { gateway, floorPrice, checkedAt: now }
    const updated: GatewayRow = result.reason
      ? {
          ...current,
          status: { ...base, trusted: false, reason: afterwards(checked, result.reason) },
          offers: [],
          nextCheckAt: now + wait,
        }
      : {
          ...current,
          status: { ...base, ...result.found, trusted: true },
          offers: result.offers,
          nextCheckAt: now + wait,
        }
    await gateways.put(tx, gateway, updated)
    return updated
  })
  if (!row) return
  if (row.status.trusted) events.emit('gatewayTrusted', { gateway, status: row.status })
  else if (row.status.reason) events.emit('gatewayRefused', { gateway, reason: row.status.reason })
}

async function postpone({ store }: SbnContext, { gateway }: GatewayRow, now: number) {
  await store.transaction(async (tx) => {
    const row = await gateways.get(tx, gateway)
    if (row) await gateways.put(tx, gateway, { ...row, nextCheckAt: now + retryInterval })
  })
}

/** What answered before and does not now has gone away; the owner should see that. */
function afterwards({ status }: GatewayRow, reason: CheckResult['reason']) {
  const was = status.trusted || status.reason === 'GONE'
  return was && reason === 'UNREACHABLE' ? ('GONE' as const) : reason
}
