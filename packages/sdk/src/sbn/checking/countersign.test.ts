import { socks } from '@passband/tunnel/socks'
import {
  type Address,
  bytesToString,
  type Hex,
  hexToBytes,
  keccak256,
  stringToBytes,
  toHex,
} from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../internal/testing/eventually.js'
import { checkPassId } from '../../protocol/registration.js'
import { stringify } from '../../protocol/stringify.js'
import type { SbnContext } from '../context.js'
import { gateways } from '../tables.js'
import { startMarket } from '../testing/startMarket.js'
import { openRegistration } from './openRegistration.js'
import { isReceipt } from './withReceipt.js'

let market: Awaited<ReturnType<typeof startMarket>>
const seen: { gateway: string; verdict: string }[] = []
let place: Pick<SbnContext, 'deployment'> & { sbn: Hex }
beforeAll(async () => {
  market = await startMarket({ checkInterval: 2, throughput: { bytes: 512 * 1024 } })
  market.sbn.on('gatewayTrusted', ({ gateway }) => seen.push({ gateway, verdict: 'trusted' }))
  market.sbn.on('gatewayRefused', ({ gateway, reason }) => seen.push({ gateway, verdict: reason }))
  const { chain, contracts } = market.devnet
  const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
  place = { deployment, sbn: market.client.account.address }
})
afterAll(() => market.close())

type Socks = ReturnType<typeof socks>
type Ask = (message: Message) => Promise<Uint8Array>
type Message = { type: string; down?: number; up?: number }

/** A driver whose gateway answers control messages as `answer` has it. */
const answering =
  (answer: (message: Message, ask: Ask) => unknown) =>
  (driver: Socks): Socks => ({
    ...driver,
    serve: (parameters) =>
      driver.serve({
        ...parameters,
        async onControl(passId, bytes) {
          const ask = async (message: Message) =>
            (await parameters.onControl?.(passId, stringToBytes(stringify(message)))) ?? bytes
          return (await answer(JSON.parse(bytesToString(bytes)), ask)) as Uint8Array
        },
      }),
  })

/** Starts a gateway, and tells what the SBN thought of it, and found in each of its throughput tests. */
async function start(change: (driver: Socks) => Socks) {
  const { account, gateway } = await market.startGateway({ change })
  const verdicts = () => seen.filter((one) => one.gateway === account).map(({ verdict }) => verdict)
  const tests = async () =>
    (await gateway.checks())
      .toReversed()
      .flatMap(({ drivers }) => drivers)
      .filter(({ countersigned }) => countersigned !== undefined)
  return { account, tests, verdicts }
}

/** A session as the SBN's own checks have it. */
async function connect(gateway: Address) {
  const { client, store } = market
  const row = await store.transaction((tx) => gateways.get(tx, gateway))
  const opened = await openRegistration({ client, store, ...place }, row!)
  const { checkSecret, offers } = opened!
  const session = await socks().connect(offers[0]!.connection, {
    passId: checkPassId(place.sbn),
    clientSecret: hexToBytes(checkSecret),
    allow: ['127.0.0.0/8'],
  })
  const ask = async (message: object) => {
    const bytes = stringToBytes(stringify({ sbn: place.sbn, ...message }))
    return JSON.parse(bytesToString(await session.control(bytes)))
  }
  return { ask, session }
}

let refusing: Awaited<ReturnType<typeof start>>
let hesitant: typeof refusing
beforeAll(async () => {
  let asked = 0
  ;[refusing, hesitant] = await Promise.all([
    start(
      answering((message, ask) => {
        if (message.type === 'countersign') throw new Error('No.')
        return ask(message)
      }),
    ),
    start(
      answering((message, ask) => {
        const isFirst = message.type === 'countersign' && asked++ === 0
        return ask(isFirst ? { ...message, up: (message.up ?? 0) - 1 } : message)
      }),
    ),
  ])
})

test('a gateway that signs other totals is measured again, and trusted when it signs the right ones', async () => {
  const { account, tests, verdicts } = hesitant
  await eventually(async () => (await tests()).map(({ countersigned }) => countersigned)).toEqual([
    false,
    true,
  ])
  expect(new Set(verdicts())).toEqual(new Set(['trusted']))
  const [first, second] = await tests()
  expect(first!.proof).not.toHaveProperty('receipt')
  const { commitment, key, receipt } = second!.proof!
  expect(commitment).toBe(keccak256(key))
  expect(receipt?.down).toBeGreaterThanOrEqual(512 * 1024)
  expect(receipt?.up).toBeGreaterThanOrEqual(512 * 1024)
  const test = { ...place, commitment, gateway: account }
  expect(await isReceipt(receipt!, test)).toBe(true)
  expect(await isReceipt({ ...receipt!, down: receipt!.down + 1 }, test)).toBe(false)
})

test('one that does not sign is measured again, and then refused', async () => {
  const { tests, verdicts } = refusing
  await eventually(verdicts).toContain('NOT_COUNTERSIGNED')
  expect(verdicts()[0]).toBe('trusted')
  const measured = await tests()
  expect(measured.length).toBeGreaterThanOrEqual(2)
  for (const { countersigned, mbps, proof } of measured) {
    expect({ countersigned, receipt: proof?.receipt }).toEqual({ countersigned: false })
    expect(mbps).toBeGreaterThan(0)
  }
})

test('a gateway agrees to what it counted, and to nothing else', async () => {
  const { account } = hesitant
  const { ask, session } = await connect(account)
  const key = toHex(5, { size: 32 })
  expect(await ask({ type: 'beginCheck', commitment: keccak256(key) })).toEqual({ begun: true })
  const end = { type: 'countersign', key, down: 0, up: 0 }
  const refused = { code: 'CONTROL_FAILED' }
  await expect(ask({ ...end, key: toHex(6, { size: 32 }) })).rejects.toMatchObject(refused)
  // More than what the SBN's own checks move meanwhile.
  await expect(ask({ ...end, down: 1e9 })).rejects.toMatchObject(refused)
  await expect(ask({ ...end, up: 1e9 })).rejects.toMatchObject(refused)
  await expect(ask({ ...end, sbn: account })).rejects.toMatchObject(refused)
  const signed = await ask(end)
  const test = { ...place, commitment: keccak256(key), gateway: account }
  expect(await isReceipt({ down: 0, up: 0, ...signed }, test)).toBe(true)
  await session.close()
})
