import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { getGateway } from '../actions/gateways/getGateway.js'
import { leave } from '../actions/passes/leave.js'
import { eventually } from '../internal/testing/eventually.js'
import { once } from '../internal/testing/once.js'
import type { GatewayEvents } from './events.js'
import type { Gateway } from './gateway.js'
import { startRogueSbn } from './testing/startRogueSbn.js'

const confirmations = 2

let market: Awaited<ReturnType<typeof startRogueSbn>>
let gateway: Awaited<ReturnType<typeof market.createGateway>>
const running: Gateway[] = []
let mining: ReturnType<typeof setInterval> | undefined

beforeAll(async () => {
  market = await startRogueSbn()
})
afterEach(async () => {
  clearInterval(mining)
  for (const one of running.splice(0)) await one.close()
})
afterAll(() => market.close())

const request = (method: string, ...params: unknown[]) =>
  market.sbn.request({ method, params } as never)

/** Mines blocks now and then until it is told to stop, so that everything gets deep enough. */
function mineOn() {
  clearInterval(mining)
  mining = setInterval(() => void request('evm_mine').catch(() => {}), 250)
}

async function mine(blocks: number) {
  for (let block = 0; block < blocks; block++) await request('evm_mine')
}

/** Drops the newest blocks with everything in them. The node does not send again what was in there. */
async function reorganize(depth: number) {
  clearInterval(mining)
  await request('anvil_reorg', depth, [])
}

const next = <name extends keyof GatewayEvents>(name: name, passId?: string) =>
  once<GatewayEvents[name]>(
    (listener) => gateway.gateway.on(name, listener),
    (event) => passId === undefined || (event as { passId: string }).passId === passId,
  )

/** A gateway that is registered, deeper than the next reorganization. */
async function start() {
  gateway = await market.createGateway({ confirmations })
  running.push(gateway.gateway)
  mineOn()
  await gateway.gateway.start()
  clearInterval(mining)
  await mine(8)
  return gateway
}

const isActiveThere = async (passId: string) =>
  (await gateway.gateway.passes()).find((pass) => pass.passId === passId)

test('a purchase that is reorganized away before its depth is never delivered nor let in', async () => {
  const { admitted, client, grants } = await start()
  const gone = await market.sell(client, {})
  await gone.buy()
  await request('evm_mine')
  await reorganize(2)

  mineOn()
  const kept = await market.sell(client, {})
  const delivered = next('delivered', kept.passId)
  await kept.buy()
  await delivered
  expect(market.delivered).toContain(kept.passId)
  expect(market.delivered).not.toContain(gone.passId)
  expect(grants.map(({ passId }) => passId)).not.toContain(gone.passId)
  expect(admitted()).not.toContain(gone.passId)
  expect(await isActiveThere(gone.passId)).toBeUndefined()
})

test('a purchase that is reorganized away later is served no more, and again once it is back', async () => {
  const { admitted, client } = await start()
  const { buy, passId } = await market.sell(client, {})
  const delivered = next('delivered', passId)
  await buy()
  await mine(confirmations)
  await delivered
  expect(admitted()).toContain(passId)

  const undone = next('passUndone', passId)
  await reorganize(confirmations + 1)
  mineOn()
  await undone
  await eventually(admitted).not.toContain(passId)
  expect(await isActiveThere(passId)).toBeUndefined()

  const again = next('delivered', passId)
  await buy()
  await again
  expect(admitted()).toContain(passId)
  expect(await isActiveThere(passId)).toMatchObject({ delivered: true, ended: false })
})

test('a pass whose end is reorganized away is open again, and let in again', async () => {
  const { admitted, client } = await start()
  const { buy, buyer, passId, terms } = await market.sell(client, {})
  const delivered = next('delivered', passId)
  await buy()
  await mine(confirmations)
  await delivered
  await mine(8)
  const ended = next('passEnded', passId)
  await market.mined(leave(buyer, { terms }))
  await mine(confirmations)
  await ended
  await eventually(admitted).not.toContain(passId)

  const reopened = next('passReopened', passId)
  await reorganize(confirmations + 1)
  mineOn()
  await reopened
  await eventually(admitted).toContain(passId)
  const pass = await isActiveThere(passId)
  expect(pass).toMatchObject({ ended: false })
  expect(pass?.end).toBe((pass?.start ?? 0) + terms.duration)
})

test('a registration that is reorganized away is published again', async () => {
  gateway = await market.createGateway({ confirmations })
  running.push(gateway.gateway)
  mineOn()
  const before = await headNumber()
  await gateway.gateway.start()
  // What is delivered was bought, and what was bought was read after the registration.
  const { buy, passId } = await market.sell(gateway.client, {})
  const delivered = next('delivered', passId)
  await buy()
  await delivered
  const undone = next('registrationUndone')
  const again = next('registered')
  const account = gateway.client.account.address
  clearInterval(mining)
  await reorganize(Number((await headNumber()) - before))
  const read = () => getGateway(market.sbn, { gateway: account, sbn: market.sbn.account.address })
  expect(await read()).toBeUndefined()
  mineOn()
  await undone
  await again
  expect(await read()).toMatchObject({ floorPrice: 1_000n })
})

async function headNumber(): Promise<bigint> {
  return BigInt((await request('eth_blockNumber')) as string)
}
