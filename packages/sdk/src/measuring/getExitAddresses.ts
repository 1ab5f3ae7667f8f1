import ipaddr from 'ipaddr.js'
import { InvalidInputError } from '../errors/input.js'
import type { Fetcher } from './askReflector.js'
import { getExitAddress } from './getExitAddress.js'
import type { Reflector } from './reflector.js'

/** From which addresses a session's traffic comes, by family, each once. */
export type ExitAddresses = {
  ipv4: string[]
  ipv6: string[]
  /** How many reflectors were not reached: of a gateway without IPv6, those that have no IPv4. */
  unreached: number
}

/**
 * Asks several reflectors at once from which address the session's traffic comes, all in the one
 * session. A gateway that comes out at one place has one address of each family, whoever is asked.
 *
 * @param options.reflectors Where to ask; best in several networks, some of them over IPv6.
 * @param options.seconds How long to wait for each, 10 by default.
 * @throws `MeasurementContentError` One of the answers is not the reflector's.
 * @throws What the first of them gave when none was reached: `MeasurementTimeoutError`,
 * `MeasurementFailedError`.
 *
 * @example
 * ```ts
 * const { ipv4, ipv6 } = await getExitAddresses(session, { reflectors })
 * if (ipv4.length > 1) console.log('It comes out at several places.')
 * ```
 */
export async function getExitAddresses(
  session: Fetcher,
  options: {
    reflectors: readonly Reflector[]
    seconds?: number | undefined
    signal?: AbortSignal | undefined
  },
): Promise<ExitAddresses> {
  const { reflectors, seconds, signal } = options
  if (reflectors.length === 0) throw new InvalidInputError('reflectors', 'there must be one.')
  const answers = await Promise.allSettled(
    reflectors.map((reflector) => getExitAddress(session, { reflector, seconds, signal })),
  )
  const failed = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  const invented = failed.find(
    (error) => error?.code === 'MEASUREMENT_CONTENT_WRONG' || error instanceof InvalidInputError,
  )
  if (invented) throw invented
  if (failed.length === reflectors.length) throw failed[0]
  const found = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const all = [...new Set(found)]
  return {
    ipv4: all.filter((address) => ipaddr.IPv4.isValid(address)),
    ipv6: all.filter((address) => ipaddr.IPv6.isValid(address)),
    unreached: failed.length,
  }
}
