import type { Hex } from 'viem'
import { writeContract } from 'viem/actions'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { rekey } from '../actions/passes/rekey.js'
import { renew } from '../actions/passes/renew.js'
import { marketplaceAbi } from '../contracts/generated.js'
import { eventually } from '../internal/testing/eventually.js'
import { once } from '../internal/testing/once.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import type { GatewayEvents } from './events.js'
import type { Gateway } from './gateway.js'
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

const next = <name extends keyof GatewayEvents>(gateway: Gateway, name: name, passId: string) =>
  once<GatewayEvents[name]>(
    (listener) => gateway.on(name, listener),
    (event) => (event as { passId: string }).passId === passId,
  )

/** A gateway that serves a pass which can be renewed twice. */
async function serve() {
  const created = await market.createGateway()
  const { client, gateway } = created
  running.push(gateway)
  await gateway.start()
  const renewUntil = (await market.now()) + 4 * 3_600
  const sold = await market.sell(client, { renewUntil })
  const delivered = next(gateway, 'delivered', sold.passId)
  await sold.buy()
  await delivered
  return { ...created, ...sold }
}

const makeKeys = async () => ({
  recipientKey: (await createKeyPair()).publicKey,
  clientKey: (await createKeyPair()).publicKey,
})

test('a pass that is renewed is served for longer, with the sessions that it has', async () => {
  const { admitted, buyer, gateway, grants, passId, terms } = await serve()
  const [before] = (await gateway.passes()).filter((pass) => pass.passId === passId)
  const [first] = grants.filter((grant) => grant.passId === passId)
  const renewed = next(gateway, 'passRenewed', passId)
  await market.mined(renew(buyer, { terms, periods: 2 }))
  const end = (before?.end ?? 0) + 2 * terms.duration
  expect(await renewed).toEqual({ passId, end })
  const latest = () => grants.filter((grant) => grant.passId === passId).at(-1)?.expiresAt ?? 0
  await eventually(() => latest() - (first?.expiresAt ?? 0)).toBeGreaterThan(7_100)
  expect(admitted()).toContain(passId)
  expect(market.delivered.filter((one) => one === passId)).toHaveLength(1)
})

test('whoever a pass was handed on to is let in with its own keys, and the one before is not', async () => {
  const { admitted, buyer, gateway, grants, passId } = await serve()
  const owner = await market.createClient()
  await market.mined(
    writeContract(buyer, {
      address: market.contracts.marketplace,
      abi: marketplaceAbi,
      functionName: 'transferFrom',
      args: [buyer.account.address, owner.account.address, BigInt(passId)],
    }),
  )
  const keys = await makeKeys()
  const [rekeyed, again] = [
    next(gateway, 'passRekeyed', passId),
    next(gateway, 'delivered', passId),
  ]
  await market.mined(rekey(owner, { passId, ...keys }))
  await rekeyed
  await again
  const { clientKey } = grants.filter((grant) => grant.passId === passId).at(-1) ?? {}
  expect(Buffer.from(clientKey ?? []).toString('hex')).toBe(keys.clientKey.slice(2))
  expect(admitted()).toContain(passId)
  expect(market.delivered.filter((one) => one === passId)).toHaveLength(2)
})

test('keys that nobody can use end the service until there are others, and are no way to a refund', async () => {
  const { admitted, buyer, gateway, passId } = await serve()
  // The number 1, lowest byte first: of low order.
  const low: Hex = `0x01${'0'.repeat(62)}`
  const failed = once<GatewayEvents['error']>(
    (listener) => gateway.on('error', listener),
    ({ error }) => (error as { code?: string }).code === 'TERMS_REFUSED',
  )
  await market.mined(rekey(buyer, { passId, ...(await makeKeys()), clientKey: low }))
  expect((await failed).error).toMatchObject({ field: 'clientKey' })
  await eventually(admitted).not.toContain(passId)
  const [pass] = (await gateway.passes()).filter((one) => one.passId === passId)
  expect(pass).toMatchObject({ ended: false })
  expect(pass?.refused).toBeUndefined()

  const again = next(gateway, 'delivered', passId)
  await market.mined(rekey(buyer, { passId, ...(await makeKeys()) }))
  await again
  expect(admitted()).toContain(passId)
})

test('a metered pass is refused', async () => {
  const created = await market.createGateway()
  running.push(created.gateway)
  await created.gateway.start()
  const voucherSigner = market.payee
  const change = { billing: 'metered', voucherSigner, minimum: 0n } as const
  const { buy, passId } = await market.sell(created.client, change)
  const refused = next(created.gateway, 'passRefused', passId)
  const ended = next(created.gateway, 'passEnded', passId)
  await buy()
  expect((await refused).error).toMatchObject({ code: 'TERMS_REFUSED', field: 'billing' })
  expect(await ended).toMatchObject({ owed: 0n, refund: 1_000n })
})
