import { join } from 'node:path'
import type { Hex } from 'viem'
import type { Closer } from '../../../src/internal/createCloser.js'
import type { Programs } from '../../../src/internal/testing/bundlePrograms.js'
import { createRandom } from '../harness/createRandom.js'
import type { Tally } from './createTally.js'
import { listEvents } from './listEvents.js'
import type { Customer } from './planPurchases.js'
import { startFaultyRpc } from './startFaultyRpc.js'
import { findPort, type World } from './startWorld.js'
import { type Party, superviseParty } from './superviseParty.js'
import type {
  CommonConfig,
  Config,
  GatewayConfig,
  Report,
  SbnConfig,
  SubscriberConfig,
} from './types.js'

/** Shares of RPC requests that fail, of those whose answer is lost, and of messages' answers lost. */
const faults = { failing: 0.1, losing: 0.05 }

export type MarketParameters = {
  world: World
  tally: Tally
  opened: Closer
  folder: string
  programs: Programs
  batch: number
  seed: number
}

/** Where a gateway is reached: what nobody may write down. */
export type Endpoint = { party: string; host: string; port: number }

export type Market = Awaited<ReturnType<typeof createMarket>>

/** The parties of a batch, each with a store, an RPC server of its own, and somebody who restarts it. */
export async function createMarket(parameters: MarketParameters) {
  const { batch, folder, opened, programs, seed, tally, world } = parameters
  const rpcs: { setFaulty(value: boolean): void }[] = []
  const parties: Party[] = []
  const stores: Record<string, string> = {}
  const endpoints: Endpoint[] = []
  const trusted = new Set<string>()
  const sbnUrl = `http://127.0.0.1:${await findPort('127.0.0.1')}`
  const exits = world.gateways.map((_, index) => `127.0.0.${11 + index}`)
  let isCalm = true

  type Common = Omit<CommonConfig, 'confirmations'>

  async function start(
    { kind, lifetime, name, privateKey }: PartyKind,
    configure: (common: Common) => Config,
    onReport?: (report: Report) => void,
  ): Promise<Party> {
    const random = createRandom(seed, batch, name)
    const rpc = await startFaultyRpc({
      ...faults,
      chain: world.chain,
      random: createRandom(seed, batch, name, 'rpc'),
      onFault: (fault) =>
        tally.count(fault === 'lost' ? 'RPC answers lost' : `RPC failures: ${fault}`),
    })
    opened.add(rpc.close)
    rpcs.push(rpc)
    rpc.setFaulty(!isCalm)
    const store = join(folder, `${name.replace('-again', '')}.db`)
    stores[name.replace('-again', '')] = store
    const isSubscriber = kind === 'runSubscriber'
    const party = superviseParty(name, {
      ...{ folder, lifetime, onReport, random },
      program: programs.file(kind),
      isEndangered: !isCalm,
      onKill: (label) => tally.kill(kind.slice(3).toLowerCase(), label),
      onFinding: tally.find,
      configure: (incarnation, deadly) =>
        configure({
          ...{ deadly, incarnation, privateKey, sbnUrl, seed, store },
          party: name,
          contracts: world.contracts,
          rpcUrl: rpc.url,
          events: listEvents(kind),
          // viem's default is three; a subscriber may have set less.
          retries: isSubscriber ? random.between(0, 3) : random.between(2, 3),
          losing: isCalm ? 0 : faults.losing,
        }),
    })
    opened.add(party.kill)
    parties.push(party)
    return party
  }

  await start(
    { kind: 'runSbn', name: 'sbn', lifetime: 60, privateKey: world.sbn.privateKey },
    (common): SbnConfig => ({
      ...common,
      role: 'sbn',
      confirmations: 2,
      port: Number(new URL(sbnUrl).port),
      places: Object.fromEntries(exits.map((exit) => [exit, 'DE'])),
    }),
    (report) => 'trusted' in report && trusted.add(report.trusted),
  )
  for (const [index, { privateKey }] of world.gateways.entries()) {
    const name = `gateway-${index}`
    // An address that nothing else here has, so that it is recognized wherever it turns up.
    const host = `127.77.${batch % 256}.${100 + index}`
    const port = await findPort(host)
    endpoints.push({ party: name, host, port })
    await start(
      { kind: 'runGateway', name, lifetime: 50, privateKey },
      (common): GatewayConfig => ({
        ...{ ...common, host, port },
        role: 'gateway',
        // Reorganizations go deeper than that of one, and not than that of the other.
        confirmations: index % 2 === 0 ? 3 : 6,
        exit: exits[index] ?? '127.0.0.1',
        payee: world.payees[index]?.address ?? '0x',
        originHost: world.origin.host,
        originPort: world.origin.httpPort,
      }),
    )
  }
  const serving = [...parties]

  return {
    parties,
    /** The SBN and the gateways. */
    serving,
    stores,
    endpoints,
    /** How many gateways the SBN has come to trust. */
    countTrusted: () => trusted.size,
    /** From here on, RPC servers and messages fail and processes die. */
    disturb() {
      isCalm = false
      for (const rpc of rpcs) rpc.setFaulty(true)
      for (const party of parties) party.endanger()
    },
    /** From here on nothing fails, and no new process dies. */
    heal() {
      isCalm = true
      for (const rpc of rpcs) rpc.setFaulty(false)
      for (const party of parties) party.spare()
    },
    /** Starts a subscriber, which finishes when all that it is to buy has come to an end. */
    subscribe(customer: Customer, suffix = ''): Promise<Party> {
      const { outcomes, party, privateKey, purchases, wallet } = customer
      return start(
        { kind: 'runSubscriber', name: `${party}${suffix}`, lifetime: 50, privateKey },
        (common): SubscriberConfig => ({
          ...{ ...common, purchases, wallet },
          role: 'subscriber',
          confirmations: 0,
          originHost: world.origin.host,
          outcomes: [...outcomes.values()],
        }),
        (report) => 'outcome' in report && outcomes.set(report.outcome.id, report.outcome),
      )
    },
  }
}

type PartyKind = {
  /** Its program. */
  kind: string
  name: string
  /** A process dies within so many steps. */
  lifetime: number
  privateKey: Hex
}
