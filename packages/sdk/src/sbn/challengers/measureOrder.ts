import type { Driver, FetchSession } from '@passband/tunnel'
import { hexToBytes } from 'viem'
import { ChallengerRefusedError } from '../../errors/challenger.js'
import { delay } from '../../internal/delay.js'
import { getExitAddress } from '../../measuring/getExitAddress.js'
import { measureLatency } from '../../measuring/measureLatency.js'
import { type DirectionThroughput, measureThroughput } from '../../measuring/measureThroughput.js'
import { checkPassId } from '../../protocol/registration.js'
import type { CheckTickets } from '../checking/checkTickets.js'
import { openSession } from '../checking/openSession.js'
import { toReason } from '../checking/toReason.js'
import { withReceipt } from '../checking/withReceipt.js'
import {
  type ChallengeDirection,
  type ChallengeOrder,
  type ChallengeReport,
  challengeReasons,
} from './challenger.js'

/** Longest that connecting may take, and exit and round trips together, in seconds. */
const connectTimeout = 5
const reachTimeout = 10
/** Round trips of which the shortest counts. */
const samples = 5

/**
 * Does what an order says, with a reflector of its own. Never throws for what the gateway does.
 *
 * @throws `ChallengerRefusedError` when it has no such driver, or may not dial there.
 */
export async function measureOrder(
  order: ChallengeOrder,
  {
    allow,
    drivers,
    publicUrl,
    signal,
    tickets,
  }: {
    drivers: readonly Driver<FetchSession>[]
    allow: readonly string[]
    tickets: CheckTickets
    /** Where its reflector is reached. */
    publicUrl: string
    signal: AbortSignal
  },
): Promise<ChallengeReport> {
  const driver = drivers.find(({ name }) => name === order.connection.driver)
  if (!driver) throw new ChallengerRefusedError(501)
  const received = performance.now()
  const session = await openSession(driver, order.connection, {
    passId: checkPassId(order.sbn),
    clientSecret: hexToBytes(order.clientSecret),
    allow,
    signal: within(connectTimeout, signal),
  })
  if ('reason' in session) {
    const reason = challengeReasons.find((one) => one === session.reason)
    if (!reason) throw new ChallengerRefusedError(501)
    return { reason }
  }
  const ticket = tickets.open(order.test.bytes)
  const url = new URL(`/checks/${ticket.id}/reflect/`, publicUrl).href
  const reflector = { url, key: ticket.key }
  const measure = () => measureThroughput(session, { ...order.test, reflector, signal })
  const tell = (direction: DirectionThroughput): ChallengeDirection => {
    const { bytes, mbps, perSecond } = direction
    return { bytes, mbps, perSecond }
  }
  try {
    const limit = within(reachTimeout, signal)
    if (!order.together) await getExitAddress(session, { reflector, signal: limit })
    const latency = order.together
      ? undefined
      : await measureLatency(session, { reflector, samples, signal: limit })
    await delay(Math.max(0, order.beginAfter - (performance.now() - received)), signal)
    const deployment = { chainId: order.chainId, marketplace: order.marketplace }
    const { gateway, sbn } = order
    const { measured, proof } = order.together
      ? { measured: await measure(), proof: undefined }
      : await withReceipt(
          { session, gateway, sbn, deployment, key: ticket.key, signal },
          measure,
          ({ down, up }) => ({ down: down.bytes, up: up.bytes }),
        )
    return {
      down: tell(measured.down),
      up: tell(measured.up),
      exits: [...ticket.addresses],
      ...(latency && { minMs: latency.minMs }),
      ...(proof && { proof }),
    }
  } catch (error) {
    signal.throwIfAborted()
    return { reason: toReason(error) === 'CONTENT_ALTERED' ? 'CONTENT_ALTERED' : 'NO_TRAFFIC' }
  } finally {
    ticket.close()
    await session.close()
  }
}

function within(seconds: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(seconds * 1_000)])
}
