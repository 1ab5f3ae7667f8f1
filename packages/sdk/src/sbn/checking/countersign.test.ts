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
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
  market = await startMarket({ checkInterval: 1 })
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

/** Starts a gateway, and tells what the SBN thought of it, time after time. */
async function start(change: (driver: Socks) => Socks = (driver) => driver) {
  const started = await market.startGateway({ change })
  const verdicts = () =>
    seen.filter(({ gateway }) => gateway === started.account).map(({ verdict }) => verdict)
  const latest = async () => (await started.gateway.checks())[0]?.drivers[0]
  return { ...started, verdicts, latest }
}

/** A session as the SBN's own checks have it. */
async function connect(gateway: Address) {
  const { client, devnet, store } = market
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
  return { ask, session, devnet }
}

describe.concurrent('a gateway', () => {
  test('that is honest countersigns, and anybody can see it', async () => {
    const { account, latest, verdicts } = await start()
    await eventually(verdicts).toEqual(['trusted'])
    const { countersigned, proof } = (await latest())!
    const { commitment, key, receipt } = proof!
    expect({ countersigned, commitment }).toEqual({
      countersigned: true,
      commitment: keccak256(key),
    })
    expect(receipt?.down).toBeGreaterThanOrEqual(256 * 1024)
    expect(receipt?.up).toBeGreaterThanOrEqual(256 * 1024)
    const test = { ...place, commitment, gateway: account }
    expect(await isReceipt(receipt!, test)).toBe(true)
    expect(await isReceipt({ ...receipt!, down: receipt!.down + 1 }, test)).toBe(false)
  })

  test.each([
    [
      'refuses to',
      (message: Message, ask: Ask) => {
        if (message.type === 'countersign') throw new Error('No.')
        return ask(message)
      },
    ],
    [
      'signs other totals',
      (message: Message, ask: Ask) => {
        const { type, up = 0 } = message
        return ask(type === 'countersign' ? { ...message, up: up - 1 } : message)
      },
    ],
  ])('that %s is measured again, and then refused', async (_, answer) => {
    const { latest, verdicts } = await start(answering(answer))
    await eventually(verdicts).toEqual(['trusted', 'NOT_COUNTERSIGNED'])
    const { countersigned, mbps, proof } = (await latest())!
    expect({ countersigned, receipt: proof?.receipt }).toEqual({ countersigned: false })
    expect(mbps).toBeGreaterThan(0)
  })

  test('that did it once and then does again stays trusted', async () => {
    let refusals = 0
    const { latest, verdicts } = await start(
      answering((message, ask) => {
        if (message.type === 'countersign' && refusals++ === 0) throw new Error('Not now.')
        return ask(message)
      }),
    )
    await eventually(() => verdicts().length).toBeGreaterThan(2)
    expect(new Set(verdicts())).toEqual(new Set(['trusted']))
    expect((await latest())?.countersigned ?? true).toBe(true)
  })

  test('agrees to what it counted, and to nothing else', async () => {
    const { account, verdicts } = await start()
    await eventually(verdicts).toEqual(['trusted'])
    const { ask, session } = await connect(account)
    const key = toHex(5, { size: 32 })
    expect(await ask({ type: 'beginCheck', commitment: keccak256(key) })).toEqual({ begun: true })
    const end = { type: 'countersign', key, down: 0, up: 0 }
    const refused = { code: 'CONTROL_FAILED' }
    await expect(ask({ ...end, key: toHex(6, { size: 32 }) })).rejects.toMatchObject(refused)
    await expect(ask({ ...end, down: 1e6 })).rejects.toMatchObject(refused)
    await expect(ask({ ...end, up: 1e6 })).rejects.toMatchObject(refused)
    await expect(ask({ ...end, sbn: account })).rejects.toMatchObject(refused)
    const signed = await ask(end)
    const test = { ...place, commitment: keccak256(key), gateway: account }
    expect(await isReceipt({ down: 0, up: 0, ...signed }, test)).toBe(true)
    await session.close()
  })
})
