import { once as onceEmitted } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { DevnetClient } from '../../../src/devnet/types.js'
import { getChainTime } from '../../../src/internal/getChainTime.js'
import { once } from '../../../src/internal/testing/once.js'
import type { SbnEvents } from '../../../src/sbn/events.js'
import { explainGateway } from '../../../src/sbn/explain.js'
import type { SBN } from '../../../src/sbn/sbn.js'
import { readRow } from '../../../src/sbn/testing/createShop.js'
import { startMarket } from '../../../src/sbn/testing/startMarket.js'
import { openGate } from '../parts/openGate.js'
import { startReflectorAt } from '../parts/startReflectorAt.js'
import type { Row } from '../types.js'

/** What an SBN thinks of a gateway. */
type Opinion = { trusted: boolean; mbps: number; score: number; checkedAt: number; age: number }
type Case = { about: string; before: Opinion; after: Opinion }

export const outage: Omit<Row, 'name'> = {
  what: 'what is left of a score while the checker is cut off, deceived, without a chain, or down',
  limit: 'the last one, with its age',
  rounds: 1,
  async run({ rounds, tell }) {
    const cases: Case[] = []
    const naive: string[] = []
    for (let round = 1; round <= rounds; round++) {
      const days = await sufferBadDays(tell)
      cases.push(...days.cases)
      naive.push(days.naive)
    }
    const kept = cases.filter(isKept)
    return {
      isMet: kept.length === cases.length,
      passband: `kept in ${kept.length} of ${cases.length}`,
      naive: `refused: ${naive[0]}`,
      notes: [
        ...cases
          .slice(0, cases.length / rounds)
          .map(
            ({ about, after, before }) =>
              `${about}: ${tellOpinion(after)}; it was ${tellOpinion(before)}`,
          ),
        'Naive: the same SBN, cut off, with nothing that it could ask about itself.',
      ],
    }
  },
}

function isKept({ after, before }: Case): boolean {
  const isSame = after.mbps === before.mbps && after.checkedAt === before.checkedAt
  const isAlike = Math.abs(after.score - before.score) <= 1
  return after.trusted && isSame && isAlike && after.age > before.age
}

function tellOpinion({ age, mbps, score, trusted }: Opinion): string {
  return `${trusted ? 'trusted' : 'refused'}, ${mbps} Mbit/s, score ${score}, ${age} s old`
}

/** A client whose chain can be taken away. */
function cuttable(client: DevnetClient) {
  let isCut = false
  const request = (async (asked: never, options: never) => {
    if (isCut) throw new Error('The chain does not answer.')
    return client.request(asked, options)
  }) as typeof client.request
  return {
    client: { ...client, request },
    cut(cut: boolean) {
      isCut = cut
    },
  }
}

/** What becomes of an honest gateway while its SBN has one bad day after the other. */
async function sufferBadDays(tell: (text: string) => void) {
  /** Answers for everything, as the page before a login does. */
  const portal = createServer((_, response) => response.writeHead(302, { location: '/' }).end())
  portal.listen(0, '127.0.0.1')
  await onceEmitted(portal, 'listening')
  const { port: portalPort } = portal.address() as AddressInfo
  const reflector = await startReflectorAt('127.0.0.1')
  const ways = {
    canary: await openGate(portalPort),
    gateway: await openGate(),
    reflector: await openGate(reflector.port),
  }
  const { key } = reflector.reflector
  const url = `http://127.0.0.1:${ways.reflector.port}/reflect/`
  const market = await startMarket({
    checkInterval: 2,
    canaries: [`http://127.0.0.1:${ways.canary.port}/`],
    reflectors: [{ key, url }],
    throughput: { bytes: 8 * 1024 ** 2, seconds: 0.5, ramp: 0.2 },
  })
  const chain = cuttable(market.client)
  let sbn: SBN = market.sbn
  const next = (event: 'checkerUnavailable' | 'gatewayRefused' | 'gatewayTrusted') =>
    once<SbnEvents[typeof event]>((listener) => sbn.on(event, listener))
  async function restart(changes: Parameters<typeof market.createSbn>[0] = {}) {
    await sbn.close()
    sbn = market.createSbn({ client: chain.client, ...changes })
  }
  try {
    let home = 0
    const { account } = await market.startGateway({
      mbps: 20,
      change: (driver) => ({
        ...driver,
        async serve(parameters) {
          const server = await driver.serve(parameters)
          home = server.endpoint.port
          ways.gateway.lead(home)
          return { ...server, endpoint: { ...server.endpoint, port: ways.gateway.port } }
        },
      }),
    })
    await next('gatewayTrusted')
    async function readOpinion(): Promise<Opinion> {
      const { status } = await readRow(market, account)
      const now = await getChainTime(market.client)
      const { age = 0, score = 0 } = (await explainGateway(market.store, account, now)) ?? {}
      const { checkedAt = 0, mbps = 0, trusted } = status
      return { trusted, mbps, score, checkedAt, age }
    }
    const cutOff = () => {
      for (const way of Object.values(ways)) way.lead()
    }
    const mend = async () => {
      const healed = next('gatewayTrusted')
      ways.canary.lead(portalPort)
      ways.reflector.lead(reflector.port)
      ways.gateway.lead(home)
      chain.cut(false)
      await healed
    }
    const cases: Case[] = []
    async function suffer(about: string, happen: () => Promise<unknown>) {
      tell(about)
      const before = await readOpinion()
      await happen()
      cases.push({ about, before, after: await readOpinion() })
    }
    await suffer('cut off', async () => {
      const told = next('checkerUnavailable')
      cutOff()
      await told
      await next('checkerUnavailable')
    })
    await mend()
    await suffer('cut off by something that answers for whom it asks about itself', async () => {
      const told = next('checkerUnavailable')
      ways.gateway.lead()
      ways.reflector.lead(portalPort)
      await told
      await next('checkerUnavailable')
    })
    await mend()
    await restart()
    await sbn.start()
    await next('gatewayTrusted')
    await suffer('without a chain, and cut off', async () => {
      cutOff()
      chain.cut(true)
      await setTimeout(8_000)
    })
    await mend()
    await suffer('down, then up and cut off', async () => {
      cutOff()
      await restart()
      await setTimeout(4_000)
      const told = next('checkerUnavailable')
      await sbn.start()
      await told
    })
    await mend()
    tell('the naive way')
    await restart({ canaries: [], reflectors: [] })
    await sbn.start()
    const refused = once<SbnEvents['gatewayRefused']>((listener) =>
      sbn.on('gatewayRefused', listener),
    )
    cutOff()
    return { cases, naive: (await refused).reason }
  } finally {
    await sbn.close()
    await market.close()
    for (const way of Object.values(ways)) way.close()
    await reflector.close()
    portal.close()
  }
}
