import { socks } from '@passband/tunnel/socks'
import { parseUnits } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getSbn } from '../actions/sbns/getSbn.js'
import { createDevnet } from '../devnet/createDevnet.js'
import type { Devnet, DevnetClient } from '../devnet/types.js'
import { staticGeo } from '../geo/staticGeo.js'
import { memory } from '../store/memory/memory.js'
import type { Store } from '../store/store.js'
import { SBN } from './sbn.js'

let devnet: Devnet
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [] })
})
afterAll(() => devnet.close())

const createSbn = (client: DevnetClient, store: Store, fee: number) =>
  new SBN({
    client,
    drivers: [socks()],
    geo: [staticGeo({})],
    store,
    fee,
    publicUrl: 'https://sbn.example',
    confirmations: 0,
    pollingInterval: 100,
  })

test('a fee can go up, down and up again, and a higher one counts later', async () => {
  const client = await devnet.createClient({ prix: parseUnits('1000', 8) })
  const sbn = client.account.address
  const store = memory()
  const keys = new Set<string>()
  for (const fee of [500, 600, 500, 600, 600]) {
    const running = createSbn(client, store, fee)
    await running.start()
    const record = await getSbn(client, { sbn })
    expect(record).toMatchObject({
      active: true,
      fee: 500,
      nextFee: fee,
      bond: parseUnits('1000', 8),
    })
    keys.add(record.encryptionKey)
    await running.close()
  }
  expect(keys.size).toBe(1)
})

test('an account that cannot pay for gas is told so instead of waiting', async () => {
  const client = await devnet.createClient({ prix: parseUnits('1000', 8), eth: 0n })
  await using running = createSbn(client, memory(), 500)
  await expect(running.start()).rejects.toMatchObject({ code: 'INSUFFICIENT_GAS' })
})
