import { parseEther } from 'viem'
import { setBalance } from 'viem/actions'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { getGateway } from '../actions/gateways/getGateway.js'
import { eventually } from '../internal/testing/eventually.js'
import { checkPassId } from '../protocol/registration.js'
import { memory } from '../store/memory/memory.js'
import type { Gateway, GatewayParameters } from './gateway.js'
import { startRogueSbn } from './testing/startRogueSbn.js'

let market: Awaited<ReturnType<typeof startRogueSbn>>
const running: Gateway[] = []
beforeAll(async () => {
  market = await startRogueSbn()
})
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close()
})
afterAll(() => market.close())

async function create(overrides: Partial<GatewayParameters> & { port?: number } = {}) {
  const created = await market.createGateway(overrides)
  running.push(created.gateway)
  const checks = () =>
    created.grants.filter(({ passId }) => passId === checkPassId(market.sbn.account.address))
  return { ...created, checks }
}

test('the SBN is let in at the speed that is sold, and with another key for each registration', async () => {
  const store = memory()
  const first = await create({ store })
  await first.gateway.start()
  expect(first.checks()).toMatchObject([{ mbps: 10 }])
  await first.gateway.unregister()
  // Asked again, it is told what became of it, and nothing is sent.
  const sent = await market.countSent(first.client)
  await first.gateway.unregister()
  expect(await market.countSent(first.client)).toBe(sent)
  await first.gateway.close()

  const again = await create({ store, client: first.client, mbps: 20 })
  await again.gateway.start()
  expect(again.checks()).toMatchObject([{ mbps: 20 }])
  expect(again.checks()[0]?.clientKey).not.toEqual(first.checks()[0]?.clientKey)
  // Another registration can be ended as the first was.
  await again.gateway.unregister()
  const gateway = first.client.account.address
  const sbn = market.sbn.account.address
  expect(await getGateway(first.client, { gateway, sbn })).toBeUndefined()
})

test('what is registered as it should be is not sent again, and lets the same key in', async () => {
  const store = memory()
  const first = await create({ store })
  await first.gateway.start()
  await first.gateway.close()
  const sent = await market.countSent(first.client)
  const again = await create({ store, client: first.client, port: first.port() })
  await again.gateway.start()
  expect(await market.countSent(first.client)).toBe(sent)
  expect(again.checks()[0]?.clientKey).toEqual(first.checks()[0]?.clientKey)
})

test('an account without anything to pay for gas cannot register, and says so', async () => {
  const client = await market.createClient({ prix: 0n, eth: 0n })
  const { gateway } = await create({ client })
  await expect(gateway.start()).rejects.toMatchObject({ code: 'INSUFFICIENT_GAS' })
  await gateway.close()
})

test('closing breaks off a start that waits for gas, and frees what it had opened', async () => {
  const client = await market.createClient({ prix: 0n, eth: 1n })
  const errors: unknown[] = []
  const { gateway } = await create({ client })
  gateway.on('error', ({ error }) => errors.push(error))
  const starting = gateway.start()
  starting.catch(() => {})
  await eventually(() => errors.length).toBeGreaterThan(0)
  expect(errors[0]).toMatchObject({ code: 'INSUFFICIENT_GAS' })
  await gateway.close()
  await expect(starting).rejects.toMatchObject({ code: 'NOT_RUNNING' })
  await expect(gateway.start()).rejects.toMatchObject({ code: 'NOT_RUNNING' })
  await expect(gateway.unregister()).rejects.toMatchObject({ code: 'NOT_RUNNING' })
})

test('a registration that was left in the outbox is waited for, not sent a second time', async () => {
  const store = memory()
  const client = await market.createClient({ prix: 0n, eth: 1n })
  const first = await create({ store, client })
  const failed = new Promise((resolve) => first.gateway.on('error', resolve))
  const starting = first.gateway.start()
  starting.catch(() => {})
  await failed
  await first.gateway.close()

  const { address } = client.account
  await setBalance({ ...client, mode: 'anvil' } as never, { address, value: parseEther('1') })
  const again = await create({ store, client, port: first.port() })
  await again.gateway.start()
  expect(await market.countSent(client)).toBe(1)
})
