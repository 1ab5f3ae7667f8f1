import { readFileSync, writeSync } from 'node:fs'
import { createClient, http, type Transport } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { defineDevnetChain } from '../../../../src/devnet/defineDevnetChain.js'
import { SbnUnreachableError } from '../../../../src/errors/messaging.js'
import type { Logger } from '../../../../src/internal/logger.js'
import { createSteps } from '../../../../src/internal/testing/steps.js'
import { http as httpMessenger } from '../../../../src/messaging/http.js'
import type { Messenger } from '../../../../src/messaging/messenger.js'
import { libsql } from '../../../../src/store/libsql/libsql.js'
import { createRandom } from '../../harness/createRandom.js'
import type { CommonConfig } from '../types.js'
import { describe } from './describe.js'

/**
 * Writes a line about this process. Its standard output is a file, so that nothing is lost of what a
 * killed process said.
 */
export function tell(kind: string, content: unknown): void {
  const time = new Date().toISOString().slice(11, 23)
  writeSync(1, `${time} ${kind} ${typeof content === 'string' ? content : describe(content)}\n`)
}

/** What is said at every level, in full. */
export const logger: Logger = {
  debug: (message, fields) => tell('debug', { message, fields }),
  info: (message, fields) => tell('info', { message, fields }),
  warn: (message, fields) => tell('warn', { message, fields }),
  error: (message, fields) => tell('error', { message, fields }),
}

/** What every party is made of: parts that fail now and then, in a process that dies at a step. */
export function startParty<config extends CommonConfig>() {
  const config = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as config
  // Nothing may go unseen, and a party that breaks is to be found.
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error: unknown) => {
      tell(kind, error)
      process.exit(70)
    })
  }
  // The test is gone: nothing is to be left behind.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

  const steps = createSteps(createDeadlyStep(config.deadly))
  const chain = defineDevnetChain(config.rpcUrl, config.contracts)
  const account = privateKeyToAccount(config.privateKey)
  const transport: Transport = steps.transport(
    http(config.rpcUrl, { retryCount: config.retries, retryDelay: 50, timeout: 2_000 }),
  )
  const client = createClient({ account, chain, transport, pollingInterval: 100, cacheTime: 0 })
  const random = createRandom(config.seed, config.party, config.incarnation, 'messages')
  return {
    config,
    client,
    store: steps.store(libsql({ path: config.store })),
    messenger: () =>
      loseAnswers(steps.messenger(httpMessenger(config.sbnUrl)), random, config.losing),
  }
}

/** A messenger that carries a call and then does not have its answer. */
function loseAnswers(
  messenger: Messenger,
  random: { chance(share: number): boolean },
  share: number,
): Messenger {
  const lossy = { ...messenger } as Record<string, unknown>
  for (const [name, call] of Object.entries(messenger)) {
    if (typeof call !== 'function' || name === 'close') continue
    lossy[name] = async (...args: unknown[]) => {
      const answer = await (call as (...args: unknown[]) => Promise<unknown>)(...args)
      if (!random.chance(share)) return answer
      tell('lostMessage', name)
      throw new SbnUnreachableError()
    }
  }
  return lossy as Messenger
}

/** What is written all the time, whether anything happens or not: it would use up every lifetime. */
const idle = /^commit (follower\.blocks\+follower\.cursors|follower\.cursors|outbox\.leases) /

function createDeadlyStep(deadly: string | undefined) {
  const counts = new Map<string, number>()
  let number = 0
  return (label: string) => {
    if (!idle.test(label)) number++
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    tell('step', `${number} ${label}`)
    const isNumber = deadly === `${number}` && !idle.test(label)
    if (!isNumber && deadly !== `${label}#${count}`) return
    process.kill(process.pid, 'SIGKILL')
    // The signal may take a moment, in which nothing else may happen.
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
}

/** Ends the process in order when it is asked to. */
export function closeOnRequest(close: () => Promise<void>): void {
  process.once('SIGTERM', () => {
    process.removeAllListeners('disconnect')
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        tell('closeFailed', error)
        process.exit(71)
      },
    )
  })
}
