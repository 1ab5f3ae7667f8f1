// The examples of docs/measuring.md, so that the compiler reads them; `documents.test.ts` compares.
import { readFile } from 'node:fs/promises'
import { Subscriber } from '@passband/sdk'
import type { DevnetClient } from '@passband/sdk/devnet'
import type { Gateway } from '@passband/sdk/gateway'
import {
  combineFindings,
  createReflector,
  measureLatency,
  measureThroughput,
} from '@passband/sdk/measuring'
import {
  asnRanges,
  fundFrom,
  type GeoSource,
  hostingRanges,
  httpChallenger,
  mmdb,
  parseNetworkTable,
  readHostingRanges,
  SBN,
  type SbnParameters,
  serveChallenger,
  subscriberShopper,
} from '@passband/sdk/sbn'
import { libsql } from '@passband/sdk/store/libsql'
import { type SocksSession, socks } from '@passband/tunnel/socks'
import type { Address, Hex } from 'viem'

type Given = {
  client: DevnetClient
  purse: DevnetClient
  geo: readonly GeoSource[]
  key: Hex
  url: string
  account: Address
  maxPrice: bigint
  base: SbnParameters
  attested: Parameters<typeof combineFindings>[0]
}

export async function runSbn({ client, geo, key }: Given) {
  const sbn = new SBN({
    client,
    drivers: [socks()],
    geo,
    store: libsql({ path: 'sbn.db' }),
    host: '0.0.0.0',
    port: 8080,
    publicUrl: 'https://sbn.example',
    reflectorUrl: 'http://sbn.example:8080',
    location: { latitude: 50.1, longitude: 8.7 },
    lineMbps: 2_000,
    trafficPerDay: 500 * 1024 ** 3,
    reflectors: [{ url: 'https://reflector.example/reflect/', key }],
    canaries: ['https://example.com/', 'https://example.org/'],
  })
  sbn.on('gatewayRefused', ({ gateway, reason }) => console.log(gateway, reason))
  await sbn.start()
}

export async function openGeo() {
  const networks = parseNetworkTable(await readFile('networks.csv', 'utf8'))
  const { prefixes } = JSON.parse(await readFile('ip-ranges.json', 'utf8'))
  const geo = [
    await mmdb({ name: 'dbip', path: 'dbip-country.mmdb' }),
    await mmdb({ name: 'whois', path: 'whois-country.mmdb' }),
    await asnRanges({ name: 'routeviews', paths: ['asn-ipv4.csv', 'asn-ipv6.csv'] }),
    hostingRanges({
      name: 'aws',
      ranges: prefixes.map(({ ip_prefix }: { ip_prefix: string }) => ip_prefix),
    }),
    await readHostingRanges({ name: 'cdn', path: 'ips-v4.txt', isAnycast: true }),
  ]
  const geoPolicy = { networks, maxAge: 30 * 86_400 }
  return { geo, geoPolicy }
}

export async function explain({ account, base }: Given) {
  const sbn = new SBN(base)
  const explained = await sbn.explain(account)
  console.log(explained?.score, explained?.confidence, explained?.age)
  for (const { part, value, weight } of explained?.parts ?? []) console.log(part, value, weight)
  for (const reason of explained?.reasons ?? []) console.log(reason)
}

export async function readChecks(gateway: Gateway) {
  const [latest] = await gateway.checks()
  for (const { driver, mbps, reason } of latest?.drivers ?? []) console.log(driver, reason, mbps)
}

export async function buyAndVerify({ client, geo, maxPrice, url }: Given) {
  const subscriber = new Subscriber({ client, sbn: url, drivers: [socks()] })
  const pass = await subscriber.buy(
    { service: 'proxy', country: 'DE', mbps: 20, duration: '1h' },
    { maxPrice, attested: true },
  )
  const session = await pass.connect()
  const { country, down, matches } = await pass.verify(session, { geo, leaveOnMismatch: true })
  console.log(matches, country.sold, country.measured, down.sold, down.measured)
}

export async function measure(session: SocksSession, { key }: Given) {
  const reflector = { url: 'https://reflector.example/reflect/', key }
  const { down, up } = await measureThroughput(session, { reflector, seconds: 5, latency: true })
  const { jitterMs, loss, medianMs } = await measureLatency(session, { reflector, samples: 20 })
  console.log(down.mbps, up.mbps, medianMs, jitterMs, loss)
}

export function reflect({ key }: Given) {
  const reflect = createReflector()
  const answer = (request: Request, address: string) => reflect(request, { address, key })
  return answer
}

export async function challenge({ base, key }: Given) {
  // On another machine:
  const challenger = await serveChallenger({
    key,
    drivers: [socks()],
    host: '0.0.0.0',
    port: 8080,
    publicUrl: 'http://paris.example:8080',
  })
  console.log(challenger.url)
  // At the SBN:
  const challengers = [
    httpChallenger({ url: 'http://paris.example:8080', key }),
    httpChallenger({ url: 'http://tokyo.example:8080', key }),
  ]
  const sbn = new SBN({ ...base, challengers })
  await sbn.start()
}

export function combine({ attested }: Given) {
  const { country, deviating, mbps } = combineFindings(attested)
  console.log(country, mbps, deviating)
}

export async function checkBlindly({ base, client, purse }: Given) {
  const shopper = subscriberShopper({
    client,
    sbn: 'https://sbn.example',
    drivers: [socks({ localAddress: '198.51.100.7' })],
    store: libsql({ path: 'shopper.db' }),
    funding: fundFrom(purse),
  })
  const sbn = new SBN({ ...base, blind: { shopper, budgetPerDay: 10_000_000_000n } })
  await sbn.start()
}
