import type { RefusalReason } from '../../protocol/api.js'
import type { CheckProof } from '../../protocol/gatewayCheck.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'
import type { Checked } from './locateExit.js'
import { measureSpeed, type Speed } from './measureSpeed.js'
import { type Totals, withReceipt } from './withReceipt.js'

/** What was found out about how much a session carries. */
export type Challenged = {
  speed: Speed
  /** Whether the gateway agrees about how much was moved. */
  countersigned: boolean
  proof: CheckProof
}

/** Measures how much a session carries, and has the gateway countersign it. */
export async function challenge(
  context: Pick<SbnContext, 'client' | 'deployment' | 'throughput'>,
  { gateway }: Pick<GatewayRow, 'gateway'>,
  { signal, ...checked }: Checked & { signal: AbortSignal },
): Promise<Challenged | { reason: RefusalReason }> {
  const { client, deployment } = context
  const { session, ticket } = checked
  const sbn = client.account.address
  const { measured, proof } = await withReceipt(
    { session, gateway, sbn, deployment, key: ticket.key, signal },
    () => measureSpeed(context, checked, signal),
    (result) => ('reason' in result ? undefined : toTotals(result)),
  )
  if ('reason' in measured) return measured
  return { speed: measured, countersigned: proof.receipt !== undefined, proof }
}

/** Bytes that were verified at their end. */
export function toTotals({ throughput: { down, single, up } }: Speed): Totals {
  return { down: down.bytes + (single?.bytes ?? 0), up: up.bytes }
}
