import type { RefusalReason } from '../../protocol/api.js'
import type { ChallengersCheck, CheckProof } from '../../protocol/gatewayCheck.js'
import { askChallengers, type WayIn } from '../challengers/askChallengers.js'
import { combineAnswers } from '../challengers/combineAnswers.js'
import { judgeAnswers } from '../challengers/judgeAnswers.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'
import type { Checked } from './locateExit.js'
import { measureSpeed, type Speed } from './measureSpeed.js'
import { type Totals, withReceipt } from './withReceipt.js'

/** What was found out about how much a session carries. */
export type Challenged = {
  speed: Speed
  /** Whether the gateway agrees about how much was moved; of several challengers, with half of them. */
  countersigned: boolean
  proof: CheckProof
  /** Where there are further ones. */
  challengers?: ChallengersCheck | undefined
}

type Parameters = Checked & {
  way: WayIn
  /** Where its exit is said to be, and the shortest round trip there. */
  exit: { country: string; latency?: { minMs: number } | undefined }
  signal: AbortSignal
}

/** Why a gateway is refused, and what the challengers said, if they were asked. */
export type Unchallenged = { reason: RefusalReason; challengers?: ChallengersCheck | undefined }

/**
 * Measures how much a session carries, and has the gateway countersign it. Where the SBN has further
 * challengers, they measure as well, and have to see the same exit.
 */
export async function challenge(
  context: SbnContext,
  row: Pick<GatewayRow, 'gateway'>,
  parameters: Parameters,
): Promise<{ moved: number; result: Challenged | Unchallenged }> {
  const { client, deployment } = context
  const { session, signal, ticket } = parameters
  const sbn = client.account.address
  const { measured, proof } = await withReceipt(
    { session, gateway: row.gateway, sbn, deployment, key: ticket.key, signal },
    () => measureSpeed(context, parameters, signal),
    (result) => ('reason' in result ? undefined : toTotals(result)),
  )
  if ('reason' in measured) return { moved: 0, result: measured }
  const own = { speed: measured, countersigned: proof.receipt !== undefined, proof }
  if (context.challengers.length === 0) return { moved: 0, result: own }
  return askOthers(context, row, { ...parameters, own })
}

async function askOthers(
  context: SbnContext,
  row: Pick<GatewayRow, 'gateway'>,
  { exit, own, signal, way, ...checked }: Parameters & { own: Challenged },
): Promise<{ moved: number; result: Challenged | Unchallenged }> {
  const asked = await askChallengers(context, row, { checked, way, signal })
  const { answers, moved, together } = asked
  const alone = own.speed.throughput
  const exits = [...checked.ticket.addresses]
  const challengers = combineAnswers({ alone, together, exits }, answers)
  const { answered, down, each, up } = challengers
  const { location } = context
  const reason = judgeAnswers(challengers, answers, {
    challengers: context.challengers,
    country: exit.country,
    own: location && exit.latency ? [{ ...location, milliseconds: exit.latency.minMs }] : [],
  })
  if (reason) return { moved, result: { reason, challengers } }
  const receipts = [own, ...each].filter(({ proof }) => proof?.receipt).length
  const throughput = {
    ...alone,
    down: { ...alone.down, mbps: down.mbps },
    up: { ...alone.up, mbps: up.mbps },
  }
  const speed = { mbps: Math.floor(Math.min(down.mbps, up.mbps)), throughput }
  const countersigned = receipts * 2 >= answered
  return { moved, result: { speed, countersigned, proof: own.proof, challengers } }
}

/** Bytes that were verified at their end. */
export function toTotals({ throughput: { down, single, up } }: Speed): Totals {
  return { down: down.bytes + (single?.bytes ?? 0), up: up.bytes }
}
