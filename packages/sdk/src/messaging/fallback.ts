import { SbnUnreachableError } from '../errors/messaging.js'
import type { FallbackEvent, Messenger } from './messenger.js'

export type FallbackOptions = {
  /** Seconds until the first messenger is tried again after it reached nobody. @default 60 */
  retrySeconds?: number | undefined
  /** Told before the second messenger is used, with what asking costs there. */
  onFallback?: ((event: FallbackEvent) => void) | undefined
}

/**
 * A messenger that uses a second one while the first reaches nobody: an SBN that refuses, or answers
 * nonsense, is an answer, and no reason to go another way. Lists of passes and the status of a gateway
 * are asked of the first only: they are not worth what a message may cost.
 *
 * @param first Tried first, for example `http`.
 * @param second Used instead, for example `chain`, which has a limit on what a message may cost.
 *
 * @example
 * ```ts
 * import { chainMessenger, fallbackMessenger, http, Subscriber } from '@passband/sdk'
 *
 * const messenger = fallbackMessenger(
 *   http('https://sbn.example'),
 *   chainMessenger({ client, sbn: sbnAccount, maxCost: 10n ** 15n }),
 *   { onFallback: ({ cost }) => console.log(cost) },
 * )
 * const subscriber = new Subscriber({ client, sbn: messenger, drivers: [socks()] })
 * ```
 */
export function fallback(
  first: Messenger,
  second: Messenger,
  options: FallbackOptions = {},
): Messenger {
  const { onFallback, retrySeconds = 60 } = options
  /** Local time in milliseconds until which the first one is left alone. */
  let awayUntil = 0

  async function carry<value>(
    call: (messenger: Messenger) => Promise<value>,
    signal: AbortSignal | undefined,
  ): Promise<value> {
    if (Date.now() < awayUntil) return call(second)
    try {
      const value = await call(first)
      awayUntil = 0
      return value
    } catch (error) {
      if (!(error instanceof SbnUnreachableError)) throw error
      signal?.throwIfAborted()
      const wasAway = awayUntil > 0
      awayUntil = Date.now() + retrySeconds * 1_000
      if (!wasAway && onFallback) {
        const estimate = await second.estimate?.({ signal })
        onFallback({ from: first.name, to: second.name, cost: estimate?.ask.cost })
      }
      return call(second)
    }
  }

  const close = async () => {
    await Promise.all([first.close(), second.close()])
  }
  return {
    name: `${first.name}+${second.name}`,
    requestSeconds: Math.max(first.requestSeconds ?? 0, second.requestSeconds ?? 0) || undefined,
    getInfo: (options) => carry((messenger) => messenger.getInfo(options), options?.signal),
    requestQuote: (request, options) =>
      carry((messenger) => messenger.requestQuote(request, options), options?.signal),
    getDetails: (request, options) =>
      carry((messenger) => messenger.getDetails(request, options), options?.signal),
    deliver: (delivery, options) =>
      carry((messenger) => messenger.deliver(delivery, options), options?.signal),
    getDelivery: (passId, options) =>
      carry((messenger) => messenger.getDelivery(passId, options), options?.signal),
    listPasses: (request, options) => first.listPasses(request, options),
    getAttested: (passId, options) => first.getAttested(passId, options),
    getReflector: (passId, options) => first.getReflector(passId, options),
    getStatus: (request, options) => first.getStatus(request, options),
    getChecks: (request, options) => first.getChecks(request, options),
    estimate: second.estimate,
    attach: (host) =>
      fallback(first.attach?.(host) ?? first, second.attach?.(host) ?? second, {
        retrySeconds,
        onFallback(event) {
          onFallback?.(event)
          host.onFallback?.(event)
        },
      }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
