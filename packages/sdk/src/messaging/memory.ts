import * as z from 'zod/mini'
import { SbnAnswerInvalidError, SbnUnreachableError } from '../errors/messaging.js'
import { stringify } from '../protocol/stringify.js'
import { type Carry, createMessenger } from './createMessenger.js'
import { dispatch } from './dispatch.js'
import type { Messenger, SbnApi } from './messenger.js'
import { fromRefusal, toRefusal } from './refusal.js'

/**
 * A messenger to an SBN in the same process, for tests. Messages go through text and schemas as on
 * every other way.
 *
 * @example
 * ```ts
 * import { memoryMessenger, Subscriber } from '@passband/sdk'
 *
 * const messenger = memoryMessenger(await sbn.api())
 * const subscriber = new Subscriber({ client, sbn: messenger, drivers: [socks()] })
 * ```
 */
export function memory(api: SbnApi): Messenger {
  let closed = false
  const carry: Carry = async (route, request, { signal } = {}) => {
    signal?.throwIfAborted()
    if (closed) throw new SbnUnreachableError()
    let answer: unknown
    try {
      answer = await dispatch(api, route.path, JSON.parse(stringify(request)), signal)
    } catch (error) {
      signal?.throwIfAborted()
      throw fromRefusal(toRefusal(error))
    }
    const result = z.safeParse(route.response, JSON.parse(stringify(answer)))
    if (!result.success) throw new SbnAnswerInvalidError({ cause: result.error })
    return result.data
  }
  return createMessenger('memory', carry, async () => {
    closed = true
  })
}
