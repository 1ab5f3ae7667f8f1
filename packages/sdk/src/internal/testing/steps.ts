import { writeSync } from 'node:fs'
import type { Transport } from 'viem'
import type { Messenger } from '../../messaging/messenger.js'
import type { Store } from '../../store/store.js'

/**
 * Where a program can be cut off so that it makes a difference: right before and right after each
 * thing that outlives the process or that others see. Between two of them nothing happened.
 *
 * - `commit <tables> before|after`: a store transaction that wrote; the tables in order, joined by `+`
 * - `rpc <method> before|after`: something was sent or signed through the chain's RPC
 * - `message <call> before|after`: a call to an SBN
 */
export type OnStep = (label: string) => void | Promise<void>

export type Steps = {
  store(store: Store): Store
  transport(transport: Transport): Transport
  messenger(messenger: Messenger): Messenger
}

/** RPC methods that change something, or make a signature that can be used. */
const effects = new Set([
  'eth_sendTransaction',
  'eth_sendRawTransaction',
  'eth_sendRawTransactionSync',
  'wallet_sendCalls',
  'eth_signTypedData_v4',
])

/** Wraps what a role is given, so that each of its effects is a labelled step. */
export function createSteps(onStep: OnStep): Steps {
  const around = async <value>(label: string, work: () => Promise<value>): Promise<value> => {
    await onStep(`${label} before`)
    const value = await work()
    await onStep(`${label} after`)
    return value
  }
  return {
    store: (store) => ({
      ...store,
      async transaction(work) {
        const written = new Set<string>()
        const label = () => `commit ${[...written].sort().join('+')}`
        const value = await store.transaction(async (tx) => {
          const result = await work({
            ...tx,
            set(table, key, text) {
              written.add(table)
              return tx.set(table, key, text)
            },
            delete(table, key) {
              written.add(table)
              return tx.delete(table, key)
            },
          })
          if (written.size > 0) await onStep(`${label()} before`)
          return result
        })
        if (written.size > 0) await onStep(`${label()} after`)
        return value
      },
    }),
    transport: (transport) => (options) => {
      const inner = transport(options)
      const request = inner.request as (args: { method: string }) => Promise<unknown>
      const stepping = (args: { method: string }) =>
        effects.has(args.method) ? around(`rpc ${args.method}`, () => request(args)) : request(args)
      return { ...inner, request: stepping as typeof inner.request }
    },
    messenger: (messenger) => ({
      ...messenger,
      requestQuote: (...args) =>
        around('message requestQuote', () => messenger.requestQuote(...args)),
      getDetails: (...args) => around('message getDetails', () => messenger.getDetails(...args)),
      deliver: (...args) => around('message deliver', () => messenger.deliver(...args)),
      getDelivery: (...args) => around('message getDelivery', () => messenger.getDelivery(...args)),
    }),
  }
}

/**
 * Steps of a child process that is to die at one of them: `STEP` in the environment is the label and,
 * after a `#`, which occurrence (`commit gateway/passes after#2`), or just the number of the step over
 * all labels, from 1 (`17`). Every step is a line `step <number> <label>` on standard output.
 */
export function stepsFromEnvironment(env: NodeJS.ProcessEnv = process.env): Steps {
  const { STEP: deadly } = env
  const counts = new Map<string, number>()
  let number = 0
  return createSteps((label) => {
    number++
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    // At once and not through a stream, which a killed process would not flush.
    writeSync(1, `step ${number} ${label}\n`)
    if (deadly !== undefined && (deadly === `${number}` || deadly === `${label}#${count}`)) die()
  })
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal may take a moment, in which nothing else may happen.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
