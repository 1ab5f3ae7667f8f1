import type { Driver, FetchSession } from '@passband/tunnel'
import type { Hex } from 'viem'
import { ChallengerRefusedError } from '../../errors/challenger.js'
import { InvalidInputError } from '../../errors/input.js'
import { readJson } from '../../internal/readJson.js'
import { stringify } from '../../protocol/stringify.js'
import { serveHttp } from '../api/serveHttp.js'
import { createCheckTickets } from '../checking/checkTickets.js'
import {
  challengePath,
  largestOrder,
  orderEnvelope,
  orderLifetime,
  toReportPurpose,
} from './envelope.js'
import { assertKey } from './httpChallenger.js'
import { measureOrder } from './measureOrder.js'
import { openShared, sealShared } from './sealShared.js'

/** Most that is measured at the same moment: a group of gateways, of several SBNs. */
const mostAtOnce = 32
/** How far ahead an order may expire, in seconds: clocks differ. */
const longestLife = 2 * orderLifetime
/** How long it may take to reach the own reflector, in milliseconds. */
const patience = 5_000

/** A challenger that runs. */
export type RunningChallenger = {
  /** Where it is reached from outside. */
  readonly url: string
  /** Stops listening and ends what is being measured. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Runs a challenger: a second pair of eyes for an SBN, on a machine and a line of its own. It has its
 * own reflector, and measures what SBNs with the same key order. Nothing is kept.
 *
 * @param parameters.key 32 random bytes that only the SBN and this challenger have.
 * @param parameters.drivers What it can measure gateways through.
 * @param parameters.host Address that it listens on. '127.0.0.1' by default.
 * @param parameters.port Port that it listens on; 0, which is the default, takes a free one.
 * @param parameters.publicUrl Where it is reached from outside, by the SBN and by gateways' traffic, with no
 * proxy in between: it takes whoever connects for a gateway's exit. Plain HTTP is safe here. What it
 * listens on when left out.
 * @param parameters.allow Ranges (CIDR) that may be dialled although they are not public.
 * @param parameters.onError Told what fails here. Never has an endpoint or a key in it.
 * @throws `InvalidInputError` The key or the URL is none; `PackageMissingError`
 *
 * @example
 * ```ts
 * import { serveChallenger } from '@passband/sdk/sbn'
 * import { socks } from '@passband/tunnel/socks'
 *
 * const challenger = await serveChallenger({
 *   key,
 *   drivers: [socks()],
 *   host: '0.0.0.0',
 *   port: 8080,
 *   publicUrl: 'http://paris.example:8080',
 * })
 * ```
 */
export async function serveChallenger(parameters: {
  key: Hex
  drivers: readonly Driver<FetchSession>[]
  host?: string | undefined
  port?: number | undefined
  publicUrl?: string | undefined
  allow?: readonly string[] | undefined
  onError?: ((error: unknown) => void) | undefined
}): Promise<RunningChallenger> {
  const { allow = [], drivers, host = '127.0.0.1', key, port = 0 } = parameters
  const { onError = () => {} } = parameters
  assertKey(key)
  if (parameters.publicUrl !== undefined && !URL.canParse(parameters.publicUrl))
    throw new InvalidInputError('publicUrl', 'It must be a URL.')
  const tickets = createCheckTickets()
  const closing = new AbortController()
  const seen = new Map<string, number>()
  let running = 0

  /** Whether an order is a new one, in time; remembers it. */
  function take({ expiresAt, nonce }: { expiresAt: number; nonce: string }): void {
    const now = Math.floor(Date.now() / 1_000)
    for (const [old, end] of seen) if (end <= now) seen.delete(old)
    if (expiresAt <= now || expiresAt > now + longestLife) throw new ChallengerRefusedError(410)
    if (seen.has(nonce)) throw new ChallengerRefusedError(409)
    if (running >= mostAtOnce) throw new ChallengerRefusedError(503)
    seen.set(nonce, expiresAt)
  }

  async function answer(body: Uint8Array<ArrayBuffer>, asker: AbortSignal) {
    const text = await openShared(body, { key, purpose: 'order' })
    if (text === undefined) throw new ChallengerRefusedError(403)
    const envelope = readJson(orderEnvelope, text)
    if (!envelope) throw new ChallengerRefusedError(400)
    take(envelope)
    running++
    try {
      const signal = AbortSignal.any([asker, closing.signal])
      const report = await measureOrder(envelope.order, {
        ...{ allow, drivers, publicUrl: url, signal, tickets },
      })
      // Where its own reflector is out of reach, nothing is said about the gateway.
      const isDark = report.reason === 'NO_TRAFFIC' || report.reason === 'UNREACHABLE'
      if (isDark && !(await isReached(url))) throw new ChallengerRefusedError(503)
      const purpose = toReportPurpose(envelope.nonce)
      return await sealShared(stringify({ report }), { key, purpose })
    } finally {
      running--
    }
  }

  const server = await serveHttp(() => undefined, {
    ...{ hasApi: false, host, port, tickets, onError },
    post: { path: challengePath, most: largestOrder, answer },
  })
  const url = parameters.publicUrl ?? server.url
  const close = async () => {
    closing.abort()
    await server.close()
  }
  return { url, close, [Symbol.asyncDispose]: close }
}

async function isReached(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(patience)
    const response = await fetch(new URL('/healthz', url), { signal, redirect: 'error' })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
