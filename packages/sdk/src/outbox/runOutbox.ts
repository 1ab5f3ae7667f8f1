import { setMaxListeners } from 'node:events'
import { getTransactionReceipt } from 'viem/actions'
import { findConnectionError } from '../errors/findConnectionError.js'
import { OutboxClosedError } from '../errors/outbox.js'
import { translateViemError } from '../errors/translateViemError.js'
import { createPoller } from '../internal/createPoller.js'
import { advance } from './advance.js'
import { askFirst } from './askFirst.js'
import { createContext } from './createContext.js'
import { createReadiness } from './createReadiness.js'
import { createReporter } from './createReporter.js'
import { createWaiters } from './createWaiters.js'
import { readState } from './readState.js'
import { assertName, submitIntent } from './submitIntent.js'
import type { Outbox, OutboxInternals, OutboxParameters } from './types.js'

/** An outbox whose steps can be watched; see `createOutbox`. */
export function runOutbox(parameters: OutboxParameters, internals: OutboxInternals = {}): Outbox {
  const { store, name, onError, logger, signal } = parameters
  assertName(name)
  const closing = new AbortController()
  // Many requests at a time listen to it.
  setMaxListeners(0, closing.signal)
  const report = createReporter((error) => {
    logger?.warn('outbox failed', { name, error })
    onError?.(error)
  })
  const context = createContext(parameters, internals, { report, signal: closing.signal })
  const waiters = createWaiters(store, name, (hash) =>
    askFirst(context, (endpoint) => getTransactionReceipt(endpoint, { hash })),
  )
  const readiness = createReadiness()
  const poller = createPoller(
    {
      async poll() {
        try {
          while (await advance(context, readiness.resolve)) await waiters.checkAll()
          report('round', undefined)
        } catch (error) {
          // A server that is not there yet is waited for. Once ready, it stays so.
          if (!findConnectionError(error)) readiness.reject(translateViemError(error))
          if (!closing.signal.aborted) report('round', translateViemError(error))
        } finally {
          await waiters.checkAll()
        }
      },
      interval: parameters.pollingInterval ?? 4_000,
      onError: (error) => report('store', error),
    },
    () => new OutboxClosedError(),
  )
  async function end() {
    signal?.removeEventListener('abort', close)
    const ended = poller.close()
    const error = new OutboxClosedError()
    closing.abort(error)
    readiness.reject(error)
    waiters.rejectAll(error)
    await ended
    // A store that cannot be written to any more keeps the lease until it runs out.
    await context.lease.release().catch(() => {})
  }
  let ending: Promise<void> | undefined
  const close = () => {
    ending ??= end()
    return ending
  }
  if (signal?.aborted) void close()
  else signal?.addEventListener('abort', close, { once: true })

  return {
    start: poller.start,
    ready: readiness.promise,
    async submit(tx, intent) {
      if (poller.closed) throw new OutboxClosedError()
      const isNew = await submitIntent(tx, name, intent)
      // Its first read of the store queues behind the caller's transaction.
      if (isNew) poller.wake()
      return isNew
    },
    state: (tx, key) => readState(tx, name, key),
    async wait(key, options = {}) {
      if (poller.closed) throw new OutboxClosedError()
      return waiters.wait(key, options.signal)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
