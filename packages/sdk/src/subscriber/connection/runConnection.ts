import type { Session } from '@passband/tunnel'
import { ConnectionEndedError } from '../../errors/connection.js'
import { buyLeg, resumePurchase } from './buyLeg.js'
import { getLeg, type Keeper, patiently, saveLeg } from './keeper.js'
import { leaveLeg } from './leaveLeg.js'
import { serveLeg, type Verdict } from './serveLeg.js'
import type { Leg } from './tables.js'
import { toReason } from './toReason.js'

/** Most failed gateways that are remembered. */
const mostFailed = 32

/** Keeps a connection up until it is over, and tells why. Rejects when its signal aborts. */
export async function runConnection<session extends Session>(
  keeper: Keeper<session>,
): Promise<Verdict> {
  const { clock, options, row } = keeper
  try {
    for (;;) {
      const leg = await obtainLeg(keeper)
      if (!leg) return { reason: 'completed' }
      const verdict = await serveLeg(keeper, leg).catch(async (error: unknown) => {
        if (!isTakenBack(error)) throw error
        await patiently(keeper, () => saveLeg(keeper, leg, { state: 'buying' }))
      })
      if (!verdict) continue
      const moves = options.failover === 'country' || options.failover === 'any'
      if (!moves || verdict.reason === 'completed' || verdict.reason === 'failed') return verdict
      keeper.setStatus('moving')
      const { gateway } = leg.quote.message.terms
      await patiently(keeper, async () => {
        const failed = row().failed.filter((one) => one.gateway !== gateway)
        await keeper.save({
          failed: [...failed, { gateway, at: await clock.read() }].slice(-mostFailed),
        })
        const state = getLeg(keeper, leg)?.state === 'over' ? 'over' : 'leaving'
        await saveLeg(keeper, leg, { state, reason: verdict.reason })
      })
    }
  } catch (error) {
    keeper.signal.throwIfAborted()
    const reason = error instanceof ConnectionEndedError ? error.reason : toReason(error)
    return { reason, error }
  }
}

/** The chain has reorganized: the purchase is gone on with, and bought again only if it never comes. */
function isTakenBack(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return code === 'PASS_NOT_FOUND' || code === 'PURCHASE_REORGANIZED'
}

/** The pass to use: the one that is there, or another one once that is left. */
async function obtainLeg(keeper: Keeper): Promise<Leg | undefined> {
  const { clock, row } = keeper
  for (;;) {
    const leg = findOpenLeg(keeper)
    if (leg?.state === 'open') return leg
    if (leg?.state === 'leaving') await patiently(keeper, () => leaveLeg(keeper, leg))
    else if (leg) await patiently(keeper, () => resumePurchase(keeper, leg))
    else {
      const { until, wasConnected } = row()
      if (wasConnected && until !== undefined && clock.guess() >= until) return undefined
      await patiently(keeper, async (round) => {
        // What hangs is gone on with; never is a second purchase begun beside it.
        const begun = findOpenLeg(keeper)
        if (begun) await resumePurchase(keeper, begun)
        else await buyLeg(keeper, round)
      })
    }
  }
}

/** The pass of a connection that is not over. */
export function findOpenLeg({ row }: Pick<Keeper, 'row'>): Leg | undefined {
  return row().legs.find(({ state }) => state !== 'over')
}
