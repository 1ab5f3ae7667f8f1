import type { FetchSession, Session } from '@passband/tunnel'
import type { Hex } from 'viem'
import { InvalidInputError } from '../errors/input.js'
import { MeasurementContentError, MeasurementTimeoutError } from '../errors/measuring.js'
import { SbnRefusedError } from '../errors/messaging.js'
import { DeliveryInvalidError, PassKeysMissingError } from '../errors/purchase.js'
import { classifyAddress } from '../geo/classifyAddress.js'
import type { GeoSource } from '../geo/geoSource.js'
import { delay } from '../internal/delay.js'
import { getDialAllowance } from '../internal/getDialAllowance.js'
import { getExitAddress } from '../measuring/getExitAddress.js'
import { measureLatency } from '../measuring/measureLatency.js'
import { measureThroughput } from '../measuring/measureThroughput.js'
import type { Reflector } from '../measuring/reflector.js'
import type { Latency } from '../measuring/summarizeRoundTrips.js'
import { reflectorGrant } from '../protocol/reflectorGrant.js'
import type { SubscriberContext } from './context.js'
import { openSealed } from './openSealed.js'
import type { Pass } from './pass.js'
import { passes } from './tables.js'

/**
 * Milliseconds in which an SBN should have read of a purchase of which the gateway knows, and between two looks
 * whether it has.
 */
const readingTime = 10_000
const readingInterval = 500

export type VerifyOptions = {
  /** Databases to look the exit address up in. Without them, country and type are not compared. */
  geo?: readonly GeoSource[] | undefined
  /**
   * A reflector of one's own (`createReflector`). The one of the SBN that quoted is lent when left out.
   */
  reflector?: Reflector | undefined
  /** Seconds that count in each direction. @default 5 */
  seconds?: number | undefined
  /** Seconds before those. @default 1 */
  ramp?: number | undefined
  /** Most bytes to move in each direction. What the SBN lends is another limit. @default 256 MiB */
  bytes?: number | undefined
  /** By which part less than what was sold is no mismatch yet, from 0 to 1. @default 0.2 */
  tolerance?: number | undefined
  /**
   * Whether the pass is left when something does not match, or nothing could be measured because nothing or
   * something else came through; that is thrown all the same. @default false
   */
  leaveOnMismatch?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** One thing that was sold, and what it was found to be. */
export type Comparison<value> = {
  /** `undefined` when nothing was promised about it. */
  sold?: value | undefined
  /** `undefined` when it could not be found out. */
  measured?: value | undefined
  /** Whether it is what was sold; `undefined` when one of both is missing. */
  matches?: boolean | undefined
}

/** A session, compared with what was sold. */
export type Verification = {
  /** Whether nothing was found that does not match. */
  matches: boolean
  /** Where traffic comes out: IP address. */
  exit: string
  country: Comparison<string>
  ipType: Comparison<string>
  /** Mbit/s, reflector to client and client to reflector. */
  down: Comparison<number>
  up: Comparison<number>
  /** Round trips while nothing else was going on. */
  latency: Latency
  /** Round trips while throughput was measured; `undefined` when none came back. */
  loadedDown?: Latency | undefined
  loadedUp?: Latency | undefined
  /** Body bytes that were moved in both directions together. */
  bytes: number
  /** Whether the pass was left because of it. */
  left: boolean
}

/** Measures a session as an SBN does, and compares it with what was sold. */
export async function verifyPass(
  context: SubscriberContext,
  pass: Pass,
  session: Session,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { bytes = 256 * 1024 ** 2, geo, ramp = 1, seconds = 5, signal, tolerance = 0.2 } = options
  if (!isFetching(session))
    throw new InvalidInputError('session', 'It has to be one that can fetch.')
  if (session.passId !== pass.id)
    throw new InvalidInputError('session', 'It is one of another pass.')
  if (!(tolerance >= 0 && tolerance < 1))
    throw new InvalidInputError('tolerance', 'it must be at least 0 and less than 1.')
  const grant = options.reflector
    ? { ...options.reflector, bytes }
    : await borrowReflector(context, pass, signal)
  const reflector = { url: grant.url, key: grant.key }
  const measure = async () => ({
    exit: await getExitAddress(session, { reflector, signal }),
    latency: await measureLatency(session, { reflector, signal }),
    ...(await measureThroughput(session, {
      ...{ reflector, ramp, seconds, signal, latency: true },
      bytes: Math.min(bytes, grant.bytes),
    })),
  })
  const { down, exit, latency, up } = await measure().catch(async (error: unknown) => {
    // A gateway could let everything through but this.
    const isItsFault =
      error instanceof MeasurementContentError || error instanceof MeasurementTimeoutError
    if (isItsFault && options.leaveOnMismatch) await pass.leave({ signal })
    throw error
  })
  const allow = getDialAllowance(context.client.chain)
  const place = geo && (await classifyAddress(geo, exit, { allow }))
  const { details } = pass
  const found = place && place.ipType !== 'unknown' ? place.ipType : undefined
  const sold = details?.ipType === 'unknown' ? undefined : details?.ipType
  const enough = (measured: number, wanted: number) => measured >= wanted * (1 - tolerance)
  const result = {
    exit,
    country: compare(details?.country, place?.country),
    ipType: compare(sold, found),
    down: compare(details?.mbps, down.mbps, enough),
    up: compare(details?.mbps, up.mbps, enough),
    latency,
    loadedDown: down.latency,
    loadedUp: up.latency,
    bytes: down.bytes + up.bytes,
  }
  const compared = [result.country, result.ipType, result.down, result.up]
  const matches = compared.every((comparison) => comparison.matches !== false)
  const leaves = !matches && options.leaveOnMismatch === true
  if (leaves) await pass.leave({ signal })
  return { matches, ...result, left: leaves }
}

function compare<value>(
  sold: value | undefined,
  measured: value | undefined,
  matches: (measured: value, sold: value) => boolean = (one, other) => one === other,
): Comparison<value> {
  const isKnown = sold !== undefined && measured !== undefined
  return { sold, measured, ...(isKnown && { matches: matches(measured, sold) }) }
}

function isFetching(session: Session): session is FetchSession {
  return 'fetch' in session
}

async function borrowReflector(
  context: SubscriberContext,
  { id }: Pick<Pass, 'id'>,
  signal: AbortSignal | undefined,
) {
  const { messenger, store } = context
  const row = await store.transaction((tx) => passes.get(tx, id))
  if (!row) throw new PassKeysMissingError()
  const ask = () => messenger.getReflector(id, { signal })
  const until = performance.now() + readingTime
  let sealed: Hex | undefined
  while (sealed === undefined)
    sealed = await ask().catch(async (error: unknown) => {
      const isEarly = SbnRefusedError.is(error) && error.code === 'PASS_UNKNOWN'
      if (!isEarly || performance.now() > until) throw error
      await delay(readingInterval, signal)
      return undefined
    })
  const grant = await openSealed(context, {
    ...{ kind: 'reflector', passId: id, quote: row.quote, schema: reflectorGrant, sealed },
  } as const).catch((cause: unknown) => {
    throw new DeliveryInvalidError({ cause })
  })
  if (grant.fresh === 1) return grant
  const title = 'What this pass was lent to measure with is used up for a minute or two.'
  throw new SbnRefusedError({ code: 'MEASURED_LATELY', title, retryable: true })
}
