// A program of tests: a party of a market, in a process of its own.
import { createInterface } from 'node:readline'
import { PassbandError } from '../../errors/base.js'
import type { Gateway } from '../../gateway/gateway.js'
import { readParameters } from '../../internal/testing/readParameters.js'
import type { SBN } from '../../sbn/sbn.js'
import { libsql } from '../../store/libsql/libsql.js'
import { memory } from '../../store/memory/memory.js'
import { createGateway, createSbn, createSubscriber, type PartyConfig } from './parties.js'

/** What a party is told. */
export type PartyParameters = {
  role: 'sbn' | 'gateway' | 'buyer'
  config: PartyConfig
  /** Where its store is; in memory when left out. */
  path?: string | undefined
  /** What a buyer fetches. */
  url: string
}

/** What a party in a process of its own says, a line of JSON each. */
export type PartyReport =
  | { type: 'ready'; now: number }
  | { type: 'event'; name: string; code?: string | undefined; reason?: string | undefined }
  | { type: 'result'; value: unknown }
  | {
      type: 'failure'
      code: string | undefined
      name: string
      paymentState: string | undefined
      reason?: string | undefined
    }

const say = (report: PartyReport) => void process.stdout.write(`${JSON.stringify(report)}\n`)

function sayFailure(error: unknown): void {
  const { name, reason } = error as { name: string; reason?: string }
  const known = PassbandError.is(error) ? error : undefined
  const { code, paymentState } = known ?? (error as { code?: string; paymentState?: string })
  say({ type: 'failure', code, name, paymentState, reason })
}

const openStore = (path: string | undefined) => (path ? libsql({ path }) : memory())

function tell(
  party: { on(name: never, listener: (event: never) => void): unknown },
  names: string[],
): void {
  for (const name of names)
    party.on(name as never, (event: { error?: unknown; reason?: string }) => {
      const { code, reason } = (event.error ?? {}) as { code?: string; reason?: string }
      say({ type: 'event', name, code, reason: reason ?? event.reason })
    })
}

/** Runs an SBN or a gateway until its standard input ends. */
async function runServer(role: 'sbn' | 'gateway', config: PartyConfig, path?: string) {
  const store = openStore(path)
  const party: SBN | Gateway =
    role === 'sbn' ? createSbn(config, store) : createGateway(config, store)
  tell(party, ['gatewayTrusted', 'gatewayRefused', 'delivered', 'passEnded', 'error'])
  await party.start()
  say({ type: 'ready', now: Date.now() })
  process.stdin.resume().once('end', async () => {
    await party.close()
    await store.close()
  })
}

const requirements = { service: 'proxy', mbps: 1, duration: '1h' } as const

/** Does what it is told on standard input, a command a line. */
async function runBuyer(config: PartyConfig, url: string, path?: string) {
  const store = openStore(path)
  const subscriber = createSubscriber(config, store)
  let pass: Awaited<ReturnType<typeof subscriber.buy>> | undefined
  const commands: Record<string, () => Promise<unknown>> = {
    async buy() {
      pass = await subscriber.buy(requirements, { maxPrice: 10n ** 9n, key: 'k' })
      return pass.id
    },
    async use() {
      const session = await pass?.connect({ timeoutSeconds: 15 })
      const response = await session?.fetch(url)
      await session?.close()
      return response?.status
    },
    passes: async () => (await subscriber.passes()).map(({ id }) => id),
    async leave() {
      const { owed, refund } = (await pass?.leave()) ?? {}
      return { owed: `${owed}`, refund: `${refund}` }
    },
  }
  say({ type: 'ready', now: Date.now() })
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say({ type: 'result', value: await commands[line]?.() })
    } catch (error) {
      sayFailure(error)
    }
  }
  await subscriber.close()
  await store.close()
}

const { config, path, role, url } = readParameters<PartyParameters>()
await (role === 'buyer' ? runBuyer(config, url, path) : runServer(role, config, path))
