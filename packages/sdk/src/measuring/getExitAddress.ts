import ipaddr from 'ipaddr.js'
import * as z from 'zod/mini'
import { MeasurementContentError } from '../errors/measuring.js'
import { askReflector, type Fetcher, parseUrl, readShortText } from './askReflector.js'
import { withDeadline } from './withDeadline.js'

const answer = z.object({ address: z.string().check(z.maxLength(64)) })

/**
 * Asks a reflector from which address the session's traffic comes.
 *
 * @param options.url The reflector's `/reflect/address`.
 * @param options.seconds How long to wait, 10 by default.
 * @returns The IPv4 or IPv6 address, in its usual form.
 * @throws `MeasurementTimeoutError` No answer in time.
 * @throws `MeasurementFailedError` The session or the reflector failed.
 * @throws `MeasurementContentError` The answer is not an address.
 *
 * @example
 * ```ts
 * const address = await getExitAddress(session, { url: 'https://sbn.example/reflect/address' })
 * ```
 */
export async function getExitAddress(
  session: Fetcher,
  options: {
    url: string | URL
    seconds?: number | undefined
    signal?: AbortSignal | undefined
  },
): Promise<string> {
  const { seconds = 10, signal } = options
  const url = parseUrl(options.url)
  return withDeadline({ seconds, signal }, async (signal) => {
    const text = await readShortText(await askReflector(session, url, { signal }))
    const { data } = answer.safeParse(parseJson(text))
    if (!data || !ipaddr.isValid(data.address)) throw new MeasurementContentError()
    return ipaddr.process(data.address).toString()
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MeasurementContentError()
  }
}
