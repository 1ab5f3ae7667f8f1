import type { Connection } from '@passband/tunnel'
import { type Hex, keccak256 } from 'viem'
import { delay } from '../../internal/delay.js'
import { measureThroughput } from '../../measuring/measureThroughput.js'
import type { Checked } from '../checking/locateExit.js'
import { isReceipt } from '../checking/withReceipt.js'
import type { SbnContext } from '../context.js'
import type { GatewayRow } from '../tables.js'
import { askChallenger } from './askChallenger.js'
import type { ChallengeOrder, ChallengeReport, Challenger } from './challenger.js'
import type { Answer, Own } from './combineAnswers.js'

/** Milliseconds from an order until all begin at once: each has to connect before. */
const gathering = 1_500
/**
 * Seconds that a challenger may take besides the test itself: more than all that it waits for a gateway
 * that dawdles, which is the gateway's fault then.
 */
const patience = 40

type Context = Pick<
  SbnContext,
  'challengers' | 'client' | 'deployment' | 'reflectorUrl' | 'throughput' | 'tickets'
>

/** How to get into the gateway that is checked. */
export type WayIn = { connection: Connection; checkSecret: Hex }

/**
 * Has each challenger measure a gateway, one by one, and then all of them at once, this SBN among them.
 * One that fails is left out.
 */
export async function askChallengers(
  context: Context,
  { gateway }: Pick<GatewayRow, 'gateway'>,
  { checked, signal, way }: { checked: Checked; way: WayIn; signal: AbortSignal },
): Promise<{ answers: Answer[]; together: Own['together']; moved: number }> {
  const { bytes, ramp = 2, seconds = 10, streams = 4 } = context.throughput
  const order: ChallengeOrder = {
    gateway,
    sbn: context.client.account.address,
    ...context.deployment,
    connection: way.connection,
    clientSecret: way.checkSecret,
    test: { bytes, ramp, seconds, streams },
    together: false,
    beginAfter: 0,
  }
  const limit = 1_000 * (patience + 2 * (ramp + seconds))
  let moved = 0
  const ask = async (challenger: Challenger, order: ChallengeOrder) => {
    const report = await askChallenger(challenger, order, { limit, signal })
    moved += countBytes(report, order)
    return report
  }
  const answers: Answer[] = []
  for (const challenger of context.challengers) {
    const { name } = challenger
    const alone = await ask(challenger, order)
    if ('failed' in alone) answers.push({ name, failed: alone.failed })
    else answers.push({ name, alone: await withoutFalseProof(context, order, alone) })
  }
  const well = context.challengers.filter((_, index) => {
    const answer = answers[index]
    return answer && 'alone' in answer && !answer.alone.reason
  })
  if (well.length === 0) return { answers, together: undefined, moved }
  const share = Math.ceil(bytes / (well.length + 1))
  const test = { ...order.test, bytes: share }
  const [together, ...theirs] = await Promise.all([
    measureShare(context, checked, { ...test, signal }),
    ...well.map((one) => ask(one, { ...order, test, together: true, beginAfter: gathering })),
  ])
  moved += together.moved
  for (const [index, report] of theirs.entries()) {
    const at = answers.findIndex(({ name }) => name === well[index]?.name)
    const answer = answers[at]
    if (!answer || 'failed' in answer) continue
    answers[at] =
      'failed' in report
        ? { name: answer.name, failed: report.failed }
        : { ...answer, together: report }
  }
  return { answers, together: together.measured, moved }
}

/** What this SBN gets while the others measure, too. */
async function measureShare(
  context: Context,
  { session }: Checked,
  test: ChallengeOrder['test'] & { signal: AbortSignal },
): Promise<{ measured: Own['together']; moved: number }> {
  const ticket = context.tickets.open(test.bytes)
  const url = new URL(`/checks/${ticket.id}/reflect/`, context.reflectorUrl).href
  try {
    await delay(gathering, test.signal)
    const reflector = { url, key: ticket.key }
    const measured = await measureThroughput(session, { ...test, reflector }).catch(() => undefined)
    return { measured, moved: ticket.carried.down + ticket.carried.up }
  } finally {
    ticket.close()
  }
}

/** What it moved, as it says, and no more than it was to move. */
function countBytes(
  report: ChallengeReport | { failed: string },
  { test }: ChallengeOrder,
): number {
  if ('failed' in report) return 2 * test.bytes
  if (report.reason) return 0
  return Math.min(report.down.bytes, test.bytes) + Math.min(report.up.bytes, test.bytes)
}

/** A challenger's word that the gateway countersigned is worth what the signature is. */
async function withoutFalseProof(
  { deployment }: Context,
  { gateway, sbn }: ChallengeOrder,
  report: ChallengeReport,
): Promise<ChallengeReport> {
  if (report.reason || !report.proof) return report
  const { commitment, key, receipt } = report.proof
  const isRight =
    receipt !== undefined &&
    keccak256(key) === commitment &&
    receipt.down === report.down.bytes &&
    receipt.up === report.up.bytes &&
    (await isReceipt(receipt, { commitment, deployment, gateway, sbn }))
  return isRight ? report : { ...report, proof: { commitment, key } }
}
