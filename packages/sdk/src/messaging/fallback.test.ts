import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { socks } from '@passband/tunnel/socks'
import { parseUnits } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDevnet } from '../devnet/createDevnet.js'
import type { Devnet, DevnetClient } from '../devnet/types.js'
import type { SubscriberEvents } from '../subscriber/events.js'
import { Subscriber } from '../subscriber/subscriber.js'
import { chain } from './chain/chain.js'
import { fallback } from './fallback.js'
import { http } from './http.js'
import type { FallbackEvent } from './messenger.js'

const maxCost = 10n ** 17n
const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const drivers = [socks()]
// Nothing listens there: the port is reserved.
const dead = http('http://127.0.0.1:1')

let devnet: Devnet
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [{ country: 'DE' }], onchain: true })
})
afterAll(() => devnet.close())

const overChain = (client: DevnetClient, limit = maxCost) =>
  chain({ client, sbn: devnet.sbnAccount, maxCost: limit, timeoutSeconds: 30 })

describe('a subscriber with a way to fall back to', () => {
  test('buys over the chain when the SBN’s server is gone, and is told the cost before', async () => {
    const client = await devnet.createClient()
    const told: FallbackEvent[] = []
    const sbn = fallback(dead, overChain(client), { onFallback: (event) => told.push(event) })
    const subscriber = new Subscriber({ client, sbn, drivers })
    const events: SubscriberEvents['fallback'][] = []
    subscriber.on('fallback', (event) => events.push(event))
    const pass = await subscriber.buy(requirements, { maxPrice: parseUnits('10', 8) })
    await using session = await pass.connect()
    expect((await session.fetch(`http://${devnet.origin.host}/`)).status).toBe(200)
    const [{ cost } = { cost: undefined }, ...more] = told
    expect(more).toEqual([])
    expect(events).toEqual([{ from: 'http', to: 'chain', cost }])
    expect(cost).toBeGreaterThan(0n)
    expect((await sbn.estimate?.())?.maxCost).toBe(maxCost)
  })

  test('does nothing when that costs more than its limit', async () => {
    const client = await devnet.createClient()
    const sbn = fallback(dead, overChain(client, 1n))
    const subscriber = new Subscriber({ client, sbn, drivers })
    await expect(subscriber.quote(requirements)).rejects.toMatchObject({
      code: 'MESSAGE_TOO_EXPENSIVE',
      maxCost: 1n,
      paymentState: 'unpaid',
    })
    const count = await client.request({
      method: 'eth_getTransactionCount',
      params: [client.account.address, 'latest'],
    })
    expect(Number(count)).toBe(0)
  })

  test('asks for lists and status where they cost nothing, or not at all', async () => {
    const client = await devnet.createClient()
    const sbn = fallback(dead, overChain(client))
    expect(await new Subscriber({ client, sbn, drivers }).passes()).toEqual([])
  })

  test('stays with an SBN that answers, also with a refusal or nonsense', async () => {
    const answers = ['{"code":"NO_GATEWAY_FITS","title":"None.","retryable":true}', 'nonsense']
    const server = createServer((_, response) => response.writeHead(422).end(answers.shift()))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const client = await devnet.createClient()
      const { port } = server.address() as AddressInfo
      const sbn = fallback(http(`http://127.0.0.1:${port}`), overChain(client))
      await expect(sbn.getInfo()).rejects.toMatchObject({ code: 'NO_GATEWAY_FITS' })
      await expect(sbn.getInfo()).rejects.toMatchObject({ code: 'SBN_ANSWER_INVALID' })
    } finally {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  })

  test('goes back to the first once it is reached again', async () => {
    const client = await devnet.createClient()
    let isAway = true
    const server = createServer((request, response) => {
      if (isAway) request.socket.destroy()
      else response.writeHead(422).end('nonsense')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      const told: FallbackEvent[] = []
      const sbn = fallback(http(`http://127.0.0.1:${port}`), overChain(client), {
        retrySeconds: 0,
        onFallback: (event) => told.push(event),
      })
      expect(await sbn.getInfo()).toMatchObject({ sbn: devnet.sbnAccount })
      expect(await sbn.getInfo()).toMatchObject({ sbn: devnet.sbnAccount })
      expect(told).toHaveLength(1)
      isAway = false
      await expect(sbn.getInfo()).rejects.toMatchObject({ code: 'SBN_ANSWER_INVALID' })
    } finally {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  })
})
