import { once } from '../../../src/internal/testing/once.js'
import type { SbnEvents } from '../../../src/sbn/events.js'
import { createLine } from '../../../src/sbn/testing/createLine.js'
import { readRow } from '../../../src/sbn/testing/createShop.js'
import { startMarket } from '../../../src/sbn/testing/startMarket.js'
import type { Row } from '../types.js'

/** Mbit/s of payload that the line carries, of all who are on it together. */
const mbps = 40
/** What both claim: the greedy all of the line, and more; the others what could be. */
const claims = [
  [60, 60],
  [60, 24],
] as const
const limit = 1.15

export const identities: Omit<Row, 'name'> = {
  what: 'two identities on one line, together',
  limit: `<= ${limit} x the line`,
  rounds: 1,
  async run({ rounds, tell }) {
    const [ours, naive]: [number[], number[]] = [[], []]
    for (let round = 1; round <= rounds; round++)
      for (const pair of claims) {
        const about = `two that claim ${pair.join(' and ')} Mbit/s on a line of ${mbps}`
        ours.push((await measurePair(pair, true)) / mbps)
        tell(`${about}: ${ours.at(-1)?.toFixed(2)} x the line`)
        if (pair !== claims[0]) continue
        naive.push((await measurePair(pair, false)) / mbps)
        tell(`${about}, one after the other: ${naive.at(-1)?.toFixed(2)} x`)
      }
    const most = Math.max(...ours)
    return {
      isMet: most <= limit && most >= 0.8,
      passband: `${most.toFixed(2)} x at most`,
      naive: `${Math.max(...naive).toFixed(2)} x`,
      notes: [
        `What trusted gateways of the SBN have together, that claim ${claims.map((pair) => pair.join(' and ')).join(', then ')} Mbit/s: ${ours.map((one) => one.toFixed(2)).join(', ')} x of ${mbps} Mbit/s. Who is found to have claimed what both had together is refused. Naive: each of them by itself.`,
      ],
    }
  },
}

/** What two gateways behind one line are good for, as the SBN says after it met both, in Mbit/s. */
async function measurePair([one, other]: readonly [number, number], groupsLocal: boolean) {
  const line = createLine({ mbps })
  const market = await startMarket({
    checkInterval: 600,
    groupsLocal,
    throughput: { bytes: 256 * 1024 ** 2, seconds: 4, ramp: 1 },
  })
  /** What a check of one that `isMeant` comes to. */
  const judge = (isMeant: (gateway: string) => boolean) =>
    Promise.race([
      once<SbnEvents['gatewayTrusted']>(
        (listener) => market.sbn.on('gatewayTrusted', listener),
        ({ gateway }) => isMeant(gateway),
      ),
      once<SbnEvents['gatewayRefused']>(
        (listener) => market.sbn.on('gatewayRefused', listener),
        ({ gateway }) => isMeant(gateway),
      ),
    ])
  async function start(claimed: number): Promise<string> {
    const { account } = await market.startGateway({
      mbps: claimed,
      change: (driver) => ({
        ...driver,
        async serve(parameters) {
          const server = await driver.serve(parameters)
          const port = await line.relay(server.endpoint.port)
          return { ...server, endpoint: { ...server.endpoint, port } }
        },
      }),
    })
    return account
  }
  try {
    const judged = judge(() => true)
    const first = await start(one)
    await judged
    const again = groupsLocal ? judge((gateway) => gateway === first) : undefined
    const next = judge((gateway) => gateway !== first)
    const second = await start(other)
    await Promise.all([next, again])
    const rows = await Promise.all([first, second].map((account) => readRow(market, account)))
    return rows.reduce((sum, { status }) => sum + (status.trusted ? (status.mbps ?? 0) : 0), 0)
  } finally {
    await market.close()
    line.close()
  }
}
