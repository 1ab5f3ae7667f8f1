import { socks } from '@passband/tunnel/socks'
import { createClient, http as rpc } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBalance } from '../../actions/prix/getBalance.js'
import { createDevnet } from '../../devnet/createDevnet.js'
import type { Devnet } from '../../devnet/types.js'
import { createSteps } from '../../internal/testing/steps.js'
import { http } from '../../messaging/http.js'
import { memory } from '../../store/memory/memory.js'
import { Subscriber } from '../subscriber.js'
import { keepConnected } from './keepConnected.js'

const wanted = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const budget = 10_000_000n

let devnet: Devnet
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [{ country: 'DE' }, { country: 'DE' }] })
})
afterAll(() => devnet?.close())

/** A buyer whom the SBN sends to a gateway that is out of reach, with a store that outlives it. */
async function createBuyer() {
  const [dead, alive] = devnet.gateways as [Devnet['gateways'][0], Devnet['gateways'][0]]
  const client = await devnet.createClient()
  const store = memory()
  const balance = () => getBalance(client, { account: client.account.address })
  const plain = () => new Subscriber({ client, sbn: devnet.url, drivers: [socks()], store })
  const first = await plain().buy({ ...wanted, exclude: [alive.account] }, { maxPrice: budget })
  const { connection: out } = await first.connectionInfo()
  await first.leave()
  const before = await balance()

  /** An app that from its n-th step on neither does nor sees anything any more. */
  function startMortal(n: number) {
    const labels: string[] = []
    const death = new AbortController()
    const steps = createSteps((label) => {
      labels.push(label)
      if (labels.length < n) return
      death.abort()
      throw new Error('It is dead.')
    })
    const { account, chain } = client
    const transport = steps.transport(rpc(undefined, { retryCount: 0 }))
    const driver = socks()
    const subscriber = new Subscriber({
      client: createClient({ account, chain, transport, pollingInterval: 50, cacheTime: 0 }),
      sbn: steps.messenger(http(devnet.url)),
      store: steps.store(store),
      drivers: [
        {
          ...driver,
          // Nobody listens on port 1, as if the gateway's machine were gone.
          connect: (connection, parameters) =>
            driver.connect(
              connection.port === out.port ? { ...connection, port: 1 } : connection,
              parameters,
            ),
        },
      ],
    })
    return { labels, signal: death.signal, subscriber }
  }

  return {
    alive,
    dead,
    async connect(diesAt = Number.POSITIVE_INFINITY) {
      const { labels, signal, subscriber } = startMortal(diesAt)
      const options = { maxPrice: budget, attempts: 1, retryDelay: 20, signal }
      const connection = await keepConnected(subscriber, wanted, options).catch(() => undefined)
      await connection?.close()
      const { pass, spent } = connection ?? {}
      return { labels, pass, spent }
    },
    async look() {
      const passes = (await plain().passes()).filter(({ id }) => id !== first.id)
      const statuses = await Promise.all(passes.map((pass) => pass.status()))
      const active = passes.filter((_, index) => statuses[index]?.active).map(({ id }) => id)
      return { active, bought: passes.length, paid: before - (await balance()) }
    },
  }
}

test('an app that dies at any step of a switch goes on with it, and has one pass for one need', async () => {
  const whole = await (await createBuyer()).connect()
  const last = whole.labels.length
  expect(whole.labels.filter((label) => label === 'rpc eth_sendRawTransaction after')).toHaveLength(
    3,
  )
  // From the moment in which the gateway turns out to be gone.
  const begin = whole.labels.indexOf('message getDelivery after')
  const money = whole.labels.flatMap((label, index) =>
    index > begin && /sendRaw|connections after/.test(label) ? [index + 1] : [],
  )
  expect(money.length).toBeGreaterThan(8)
  const deaths = process.env.EVERY_STEP
    ? Array.from({ length: last }, (_, index) => index + 1)
    : money
  const die = async (step: number) => {
    const buyer = await createBuyer()
    const told = `died at step ${step} of ${last}, ${whole.labels[step - 1]}`
    await buyer.connect(step)
    const between = await buyer.look()
    expect(between.active.length, told).toBeLessThanOrEqual(1)
    const again = await buyer.connect()
    expect(again.pass?.terms.gateway, told).toBe(buyer.alive.account)
    const after = await buyer.look()
    expect(after, told).toEqual({ active: [again.pass?.id], bought: 2, paid: again.spent })
    expect(after.paid).toBeLessThanOrEqual(budget)
  }
  // Each with an account of its own, a few at a time.
  for (let from = 0; from < deaths.length; from += 6)
    await Promise.all(deaths.slice(from, from + 6).map(die))
}, 90_000)
