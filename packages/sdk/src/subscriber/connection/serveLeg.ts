import type { Session } from '@passband/tunnel'
import type { ConnectionEnd } from '../../errors/connection.js'
import { abortable } from '../../internal/abortable.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { Pass } from '../pass.js'
import { type Keeper, patiently, pause } from './keeper.js'
import { closeLeg } from './leaveLeg.js'
import type { Leg } from './tables.js'
import { fromEndReason, isHopeless, isTemporary, toReason } from './toReason.js'

/** A session that lived so long, in milliseconds, shows that the gateway works. */
const steady = 30_000

/** Why a pass is not used any more. */
export type Verdict = { reason: ConnectionEnd; error?: unknown }

/** Keeps a session of one pass open as long as the policy says, and tells why no longer. */
export async function serveLeg<session extends Session>(
  keeper: Keeper<session>,
  leg: Leg,
): Promise<Verdict> {
  const { clock, context, options, signal } = keeper
  const { details, message } = leg.quote
  const { terms } = message
  const pass = new Pass(context, { id: hashTerms(terms), terms, details })
  let failures = 0
  for (let attempt = 1; ; attempt++) {
    const { lived, ...loss } = await useOnce(keeper, pass)
    if (lived > steady) attempt = failures = 0
    const status = await patiently(keeper, async () => {
      await clock.read()
      return pass.status({ signal })
    })
    if (!status.active) {
      await patiently(keeper, () => closeLeg(keeper, leg))
      const { until = 0 } = keeper.row()
      return { ...loss, reason: clock.guess() >= until ? 'completed' : 'passEnded' }
    }
    if (options.failover === 'none' || loss.reason === 'failed') return loss
    if (!isTemporary(loss.reason)) failures++
    const isEnough = failures >= options.attempts || isHopeless(loss.reason)
    if (isEnough && options.failover !== 'same') return loss
    await pause(keeper, { ...loss, attempt })
  }
}

/** Connects, and waits until the session has ended. */
async function useOnce<session extends Session>(keeper: Keeper<session>, pass: Pass<session>) {
  const { events, options, signal } = keeper
  const { gateway } = pass.terms
  try {
    const session = await pass.connect({ timeoutSeconds: options.timeoutSeconds, signal })
    const since = performance.now()
    try {
      keeper.setSession(session)
      events.emit('connected', { passId: pass.id, gateway, driver: session.driver })
      if (!keeper.row().wasConnected) await keeper.note({ wasConnected: true })
      const reason = fromEndReason(await abortable(session.closed, signal))
      keeper.setSession(undefined)
      keeper.setStatus('reconnecting')
      events.emit('lost', { passId: pass.id, gateway, reason })
      return { reason, lived: performance.now() - since }
    } finally {
      keeper.setSession(undefined)
      await session.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    return { reason: toReason(error), error, lived: 0 }
  }
}
