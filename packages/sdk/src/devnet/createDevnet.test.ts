import { readdirSync, readFileSync } from 'node:fs'
import { socks } from '@passband/tunnel/socks'
import { describe, expect, test } from 'vitest'
import { Subscriber } from '../subscriber/subscriber.js'
import { createDevnet } from './createDevnet.js'
import type { Devnet } from './types.js'

async function buyAndFetch(devnet: Devnet): Promise<string> {
  const client = await devnet.createClient()
  await using subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
  const pass = await subscriber.buy(
    { service: 'proxy', mbps: 1, duration: '1h' },
    { maxPrice: 10n ** 9n },
  )
  await using session = await pass.connect()
  const response = await session.fetch(`http://${devnet.origin.host}/`)
  return ((await response.json()) as { address: string }).address
}

const isGone = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  )

/** Processes that this one has started and that still run. */
function children(): string[] {
  return readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false
    try {
      const [name = '', rest = ''] = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')
      return name.endsWith('(anvil') && Number(rest.split(' ')[1]) === process.pid
    } catch {
      return false
    }
  })
}

describe('createDevnet', () => {
  test('makes networks that do not know of each other, and leaves nothing behind', async () => {
    const networks = await Promise.all(
      ['DE', 'NL', 'US'].map((country) => createDevnet({ gateways: [{ country }] })),
    )
    expect(await Promise.all(networks.map(buyAndFetch))).toEqual(Array(3).fill('127.0.0.11'))
    for (const { origin } of networks)
      expect(origin.requests.map(({ path }) => path)).toEqual(['/'])

    await Promise.all(networks.map((network) => network.close()))
    for (const { origin, rpcUrl, url } of networks)
      expect(await Promise.all([rpcUrl, url, origin.url].map(isGone))).toEqual([true, true, true])
    expect(children()).toEqual([])
  })

  test('has several countries by default, and pays what its gateways’ kinds cost', async () => {
    await using devnet = await createDevnet()
    const countries = devnet.gateways.map(({ country }) => country)
    expect(new Set(countries).size).toBe(3)
    expect(countries).toHaveLength(4)
    const statuses = await devnet.sbn.gateways()
    expect(statuses.every(({ trusted }) => trusted)).toBe(true)
    expect(statuses.map(({ ipType }) => ipType).sort()).toEqual([
      'hosting',
      'hosting',
      'hosting',
      'residential',
    ])
  })

  test('has liars that its SBN refuses, as they were asked for', async () => {
    await using devnet = await createDevnet({
      gateways: [
        { country: 'DE', mbps: 10 },
        { country: 'JP', refusedWith: 'COUNTRY_IMPOSSIBLE' },
        { country: 'DE', mbps: 500, carries: 2, refusedWith: 'BELOW_CLAIM' },
      ],
      location: { latitude: 50.75, longitude: 6.02 },
      throughput: { ramp: 0.3, seconds: 1 },
    })
    const [honest, ...liars] = devnet.gateways
    expect(liars.map(({ refusedWith }) => refusedWith)).toEqual([
      'COUNTRY_IMPOSSIBLE',
      'BELOW_CLAIM',
    ])
    const statuses = await devnet.sbn.gateways()
    expect(statuses.filter(({ trusted }) => trusted).map(({ gateway }) => gateway)).toEqual([
      honest?.account,
    ])
    expect(await buyAndFetch(devnet)).toBe(honest?.exitAddress)
  })

  test('cannot have a liar that its SBN believes', async () => {
    const starting = createDevnet({
      gateways: [{ country: 'DE', refusedWith: 'COUNTRY_UNKNOWN' }],
    })
    await expect(starting).rejects.toMatchObject({ code: 'DEVNET_FAILED' })
    expect(children()).toEqual([])
  })

  test('stops at once when aborted, and leaves nothing behind', async () => {
    const controller = new AbortController()
    const reason = new Error('changed my mind')
    const starting = createDevnet({
      signal: controller.signal,
      onProgress: ({ step }) => step === 'sbn' && controller.abort(reason),
    })
    await expect(starting).rejects.toBe(reason)
    expect(children()).toEqual([])
  })

  test('can be closed twice', async () => {
    const devnet = await createDevnet({ gateways: [] })
    await devnet.close()
    await devnet.close()
  })
})
