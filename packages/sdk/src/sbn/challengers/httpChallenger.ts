import { bytesToHex, type Hex, isHex } from 'viem'
import {
  ChallengerAnswerInvalidError,
  ChallengerKeyWrongError,
  ChallengerRefusedError,
  ChallengerUnreachableError,
} from '../../errors/challenger.js'
import { InvalidInputError } from '../../errors/input.js'
import { assertCoordinates } from '../../geo/distance/assertCoordinates.js'
import type { Coordinates } from '../../geo/distance/isPossible.js'
import { readJson } from '../../internal/readJson.js'
import { stringify } from '../../protocol/stringify.js'
import type { Challenger } from './challenger.js'
import {
  challengePath,
  largestReport,
  orderLifetime,
  reportEnvelope,
  toReportPurpose,
} from './envelope.js'
import { openShared, sealShared } from './sealShared.js'

/**
 * A challenger on another machine, where `serveChallenger` runs. What is sent and answered is encrypted
 * and authenticated with the key that both have, also over plain HTTP.
 *
 * @param parameters.url Where it is reached.
 * @param parameters.key 32 bytes that only this SBN and the challenger have.
 * @param parameters.name Names it in what is kept of checks; the URL's host when left out.
 * @param parameters.location Where it is, in degrees.
 * @throws `InvalidInputError` The URL, the key or the location is none.
 *
 * Its `measure` throws `ChallengerUnreachableError`, `ChallengerKeyWrongError`, `ChallengerRefusedError`
 * or `ChallengerAnswerInvalidError`.
 *
 * @example
 * ```ts
 * const challengers = [
 *   httpChallenger({ url: 'https://paris.example', key: parisKey }),
 *   httpChallenger({ url: 'https://tokyo.example', key: tokyoKey }),
 * ]
 * const sbn = new SBN({ ...parameters, challengers })
 * ```
 */
export function httpChallenger(parameters: {
  url: string
  key: Hex
  name?: string | undefined
  location?: Coordinates | undefined
}): Challenger {
  const { key, location } = parameters
  const base = URL.canParse(parameters.url) ? new URL(parameters.url) : undefined
  if (base?.protocol !== 'http:' && base?.protocol !== 'https:')
    throw new InvalidInputError('url', 'It must be an HTTP or HTTPS URL.')
  assertKey(key)
  if (location) assertCoordinates(location)
  const url = new URL(challengePath, base)
  return {
    name: parameters.name ?? base.host,
    location,
    async measure(order, { signal }) {
      const nonce = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
      const expiresAt = Math.floor(Date.now() / 1_000) + orderLifetime
      const envelope = stringify({ nonce, expiresAt, order })
      const body = await sealShared(envelope, { key, purpose: 'order' })
      const answer = await send(url, body, signal)
      const text = await openShared(answer, { key, purpose: toReportPurpose(nonce) })
      const found = text === undefined ? undefined : readJson(reportEnvelope, text)
      if (!found) throw new ChallengerAnswerInvalidError()
      return found.report
    },
  }
}

/** @throws `InvalidInputError` when it is not 32 bytes of hex. */
export function assertKey(key: Hex): void {
  if (!isHex(key) || key.length !== 66)
    throw new InvalidInputError('key', 'It must be 32 bytes as 0x and 64 digits.')
}

async function send(url: URL, body: Uint8Array<ArrayBuffer>, signal: AbortSignal) {
  try {
    const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal })
    if (response.status === 200) return await readBounded(response)
    await response.body?.cancel()
    throw response.status === 403
      ? new ChallengerKeyWrongError()
      : new ChallengerRefusedError(response.status)
  } catch (error) {
    if (error instanceof ChallengerKeyWrongError || error instanceof ChallengerRefusedError)
      throw error
    if (error instanceof ChallengerAnswerInvalidError) throw error
    // What failed may say where it is.
    throw new ChallengerUnreachableError()
  }
}

async function readBounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(largestReport)
  const reader = response.body?.getReader()
  let length = 0
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    if (length + value.length > whole.length) {
      await reader.cancel()
      throw new ChallengerAnswerInvalidError()
    }
    whole.set(value, length)
    length += value.length
  }
  return whole.slice(0, length)
}
