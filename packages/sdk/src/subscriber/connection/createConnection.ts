import type { Session } from '@passband/tunnel'
import { ConnectionEndedError } from '../../errors/connection.js'
import { createEmitter } from '../../events/createEmitter.js'
import { abortable } from '../../internal/abortable.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import type { SubscriberContext } from '../context.js'
import { Pass } from '../pass.js'
import { resumePurchase } from './buyLeg.js'
import { createChainClock } from './createChainClock.js'
import type { ConnectionEvents } from './events.js'
import { getSpent } from './getSpent.js'
import type { Keeper } from './keeper.js'
import { leaveLeg } from './leaveLeg.js'
import { findOpenLeg, runConnection } from './runConnection.js'
import { type ConnectionRow, getConnections } from './tables.js'
import type { Connection, ConnectionStatus } from './types.js'

type Ended = ConnectionEvents['ended']

/** A connection that is kept up from now on. */
export function createConnection<session extends Session>(
  context: SubscriberContext<session>,
  parameters: {
    key: string
    row: ConnectionRow
    options: Keeper['options']
    /** Called once nobody works on it any more. */
    onEnd: () => void
  },
): Connection<session> {
  const { key, options } = parameters
  const events = createEmitter<ConnectionEvents>()
  const controller = new AbortController()
  const waiting = new Set<() => void>()
  let row = parameters.row
  let status: ConnectionStatus = 'connecting'
  let session: session | undefined
  let ended: Ended | undefined

  const keeper: Keeper<session> = {
    context,
    events,
    clock: createChainClock(context.client, controller.signal),
    options,
    signal: controller.signal,
    row: () => row,
    async save(change) {
      const changed = { ...row, ...change }
      await context.store.transaction(async (tx) => {
        const held = await getConnections().get(tx, key)
        if (held?.holder !== row.holder) throw new ConnectionEndedError('takenOver')
        await getConnections().put(tx, key, changed)
      })
      row = changed
    },
    async note(change) {
      row = { ...row, ...change }
      await keeper.save({}).catch(() => {})
    },
    setStatus(changed) {
      status = changed
    },
    setSession(changed) {
      session = changed
      if (!changed) return
      status = 'connected'
      notify()
    },
  }

  function notify(): void {
    for (const look of [...waiting]) look()
  }

  async function run(): Promise<Ended> {
    const verdict = await runConnection(keeper).catch(() => ({ reason: 'closed' as const }))
    status = 'ended'
    ended = verdict
    await keeper.note({ ended: true })
    parameters.onEnd()
    events.emit('ended', verdict)
    notify()
    return verdict
  }
  const closed = run()

  /** What is left to do with the last pass, once nobody else works on it. */
  async function leaveLast(signal: AbortSignal | undefined): Promise<void> {
    const last = { ...keeper, signal: signal ?? new AbortController().signal }
    // Whoever has taken it over uses that pass.
    await last.save({})
    const begun = findOpenLeg(last)
    if (begun?.state === 'buying') await resumePurchase(last, begun)
    const leg = findOpenLeg(last)
    if (leg) await leaveLeg(last, leg)
  }

  let leaving = Promise.resolve()
  const close: Connection['close'] = async ({ leave = false, signal } = {}) => {
    controller.abort(new ConnectionEndedError('closed'))
    await closed
    if (!leave) return
    leaving = leaving.then(
      () => leaveLast(signal),
      () => leaveLast(signal),
    )
    await leaving
  }

  return {
    get status() {
      return status
    },
    get pass() {
      const leg = row.legs.at(-1)
      if (!leg) throw new ConnectionEndedError('failed')
      const { details, message } = leg.quote
      const { terms } = message
      return new Pass(context, { id: hashTerms(terms), terms, details })
    },
    get session() {
      return session
    },
    get spent() {
      return getSpent(row)
    },
    on: events.on,
    once: events.once,
    ready({ signal } = {}) {
      let look = () => {}
      const ready = new Promise<session>((resolve, reject) => {
        look = () => {
          if (session) resolve(session)
          else if (ended) reject(toError(ended, row))
        }
        waiting.add(look)
        look()
      })
      return abortable(ready, signal).finally(() => waiting.delete(look))
    },
    closed,
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}

/** The end as an error; what happened before anything was bought is told as it is. */
function toError({ error, reason }: Ended, row: ConnectionRow): unknown {
  if (row.legs.length === 0 && error !== undefined) return error
  const states = row.legs.map(({ state }) => state)
  const paymentState = states.includes('buying')
    ? 'pending'
    : states.some((state) => state !== 'over')
      ? 'paid'
      : row.legs.length > 0
        ? 'refunded'
        : 'unpaid'
  return new ConnectionEndedError(reason, { cause: error, paymentState })
}
