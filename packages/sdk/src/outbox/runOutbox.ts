import { OutboxClosedError } from '../errors/outbox.js'
import { toChainError } from '../errors/toChainError.js'
import { createPoller } from '../internal/createPoller.js'
import { createWaiters } from './createWaiters.js'
import type { OpenIntent } from './finishIntent.js'
import { readOpenIntents } from './readOpenIntents.js'
import { readState } from './readState.js'
import { sendIntent } from './sendIntent.js'
import { settleIntent } from './settleIntent.js'
import { assertName, submitIntent } from './submitIntent.js'
import type { QueuedIntent, SentIntent } from './tables.js'
import type { Outbox, OutboxContext, OutboxParameters, OutboxStep } from './types.js'

/** Servers keep few transactions of one account that are not next in line; 16 is the least known. */
const maximumInFlight = 16

/** An outbox whose steps can be watched; see `createOutbox`. */
export function runOutbox(
  parameters: OutboxParameters,
  reached: (step: OutboxStep) => Promise<void>,
): Outbox {
  const { store, name, onError, logger } = parameters
  assertName(name)
  const waiters = createWaiters(store, name)

  const poller = createPoller(
    {
      poll: async (signal) => {
        try {
          while (await advance({ ...parameters, signal, reached })) await waiters.checkAll()
        } catch (error) {
          throw toChainError(error)
        } finally {
          await waiters.checkAll()
        }
      },
      interval: parameters.pollingInterval ?? 4_000,
      onError: (error) => {
        logger?.warn('outbox failed', { name, error })
        onError?.(error)
      },
    },
    () => new OutboxClosedError(),
  )
  const close = async () => {
    parameters.signal?.removeEventListener('abort', close)
    const closing = poller.close()
    waiters.rejectAll(new OutboxClosedError())
    await closing
  }
  if (parameters.signal?.aborted) void close()
  else parameters.signal?.addEventListener('abort', close, { once: true })

  return {
    start: poller.start,
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

/** Does what can be done now. Returns whether there is room for more. */
async function advance(context: OutboxContext): Promise<boolean> {
  const open = await readOpenIntents(context.store, context.name, maximumInFlight)
  let unmined = 0
  for (const one of open) {
    context.signal.throwIfAborted()
    if (isSent(one)) {
      if (!(await settleIntent(context, one))) unmined++
      continue
    }
    if (!isQueued(one)) continue
    const sent = await sendIntent(context, one, unmined === 0)
    if (sent === 'wait') break
    // Where blocks are made at once, it is mined by now.
    if (sent !== 'failed' && !(await settleIntent(context, sent))) unmined++
  }
  const left = await readOpenIntents(context.store, context.name, maximumInFlight)
  const remaining = new Set(left.map(({ position }) => position))
  return open.some(({ position }) => !remaining.has(position)) && left.some(isQueued)
}

function isSent(open: OpenIntent): open is OpenIntent<SentIntent> {
  return open.intent.state === 'sent'
}

function isQueued(open: OpenIntent): open is OpenIntent<QueuedIntent> {
  return open.intent.state === 'queued'
}
