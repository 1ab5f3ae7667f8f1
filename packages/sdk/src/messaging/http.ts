import * as z from 'zod/mini'
import { InvalidInputError } from '../errors/input.js'
import { SbnAnswerInvalidError, SbnUnreachableError } from '../errors/messaging.js'
import { stringify } from '../protocol/stringify.js'
import { type Carry, createMessenger } from './createMessenger.js'
import type { Messenger } from './messenger.js'
import { readBounded } from './readBounded.js'
import { fromRefusal } from './refusal.js'
import { maximumMessage } from './routes.js'

export type HttpOptions = {
  /** Longest wait for an answer, in seconds. @default 10 */
  timeoutSeconds?: number | undefined
}

/**
 * A messenger that talks to an SBN's HTTP API.
 *
 * @param url Where the API is, for example `https://sbn.example`.
 * @throws `InvalidInputError` when it is not an http or https URL.
 *
 * @example
 * ```ts
 * import { httpMessenger, Subscriber } from '@passband/sdk'
 *
 * const messenger = httpMessenger('https://sbn.example', { timeoutSeconds: 30 })
 * const subscriber = new Subscriber({ client, sbn: messenger, drivers: [socks()] })
 * ```
 */
export function http(url: string, options: HttpOptions = {}): Messenger {
  const base = parseUrl(url)
  const { timeoutSeconds = 10 } = options

  const carry: Carry = async (route, request, { signal, extraSeconds = 0 } = {}) => {
    const timeout = AbortSignal.timeout((timeoutSeconds + extraSeconds) * 1_000)
    let answer: { ok: boolean; text: string }
    try {
      const response = await fetch(new URL(route.path.slice(1), base), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: stringify(request),
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      })
      answer = { ok: response.ok, text: await readBounded(response, maximumMessage) }
    } catch (cause) {
      signal?.throwIfAborted()
      if (cause instanceof SbnAnswerInvalidError) throw cause
      throw new SbnUnreachableError({ cause })
    }
    const body = parseJson(answer.text)
    if (!answer.ok) throw fromRefusal(body)
    const result = z.safeParse(route.response, body)
    if (!result.success) throw new SbnAnswerInvalidError({ cause: result.error })
    return result.data
  }
  return createMessenger('http', carry)
}

function parseUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:')
    throw new InvalidInputError('sbn', 'Expected an http or https URL.')
  if (!parsed.pathname.endsWith('/')) parsed.pathname += '/'
  return parsed
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SbnAnswerInvalidError({ cause })
  }
}
