import ipaddr from 'ipaddr.js'
import * as z from 'zod/mini'
import { MeasurementContentError } from '../errors/measuring.js'
import { askReflector, type Fetcher, readShortText } from './askReflector.js'
import { createNonce } from './createNonce.js'
import { openReflector, type Reflector } from './reflector.js'
import { withDeadline } from './withDeadline.js'

const answer = z.object({ address: z.string().check(z.maxLength(64)), tag: z.string() })

/**
 * Asks a reflector from which address the session's traffic comes.
 *
 * @param options.reflector Where to ask.
 * @param options.seconds How long to wait, 10 by default.
 * @returns The IPv4 or IPv6 address, in its usual form.
 * @throws `MeasurementTimeoutError` No answer in time.
 * @throws `MeasurementFailedError` The session or the reflector failed.
 * @throws `MeasurementContentError` The answer is not the reflector's, or no address.
 *
 * @example
 * ```ts
 * const address = await getExitAddress(session, { reflector })
 * ```
 */
export async function getExitAddress(
  session: Fetcher,
  options: {
    reflector: Reflector
    seconds?: number | undefined
    signal?: AbortSignal | undefined
  },
): Promise<string> {
  const { seconds = 10, signal } = options
  const { base, tag } = await openReflector(options.reflector)
  return withDeadline({ seconds, signal }, async (signal) => {
    const nonce = createNonce()
    const url = new URL('address', base)
    url.searchParams.set('nonce', nonce)
    const text = await readShortText(await askReflector(session, url, { signal }), { signal })
    const { data } = answer.safeParse(parseJson(text))
    if (!data || data.tag !== (await tag('address', nonce, data.address)))
      throw new MeasurementContentError()
    if (!ipaddr.isValid(data.address)) throw new MeasurementContentError()
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
