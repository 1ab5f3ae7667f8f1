import { socks } from '@passband/tunnel/socks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getBalance } from '../../actions/prix/getBalance.js'
import { createDevnet } from '../../devnet/createDevnet.js'
import type { Devnet } from '../../devnet/types.js'
import { memory } from '../../store/memory/memory.js'
import { Subscriber } from '../subscriber.js'
import { keepConnected } from './keepConnected.js'

const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const maxPrice = 1_000_000_000n

let devnet: Devnet
beforeAll(async () => {
  devnet = await createDevnet({ gateways: [{ country: 'DE' }] })
})
afterAll(() => devnet.close())

test('of two processes that keep one connection, one buys, and the other says that it was taken over', async () => {
  const client = await devnet.createClient()
  const store = memory()
  const start = (over = store) =>
    new Subscriber({ client, sbn: devnet.url, drivers: [socks()], store: over })
  const balance = () => getBalance(client, { account: client.account.address })
  const before = await balance()
  // Two handles of one store, as two processes have them.
  const others = [start(), start({ ...store })]
  const kept = await Promise.allSettled(
    others.map((one) => keepConnected(one, requirements, { maxPrice })),
  )
  const [connection, ...more] = kept.flatMap((one) =>
    one.status === 'fulfilled' ? [one.value] : [],
  )
  expect(more).toEqual([])
  expect(kept.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'CONNECTION_ENDED', reason: 'takenOver' } },
  ])
  expect(before - (await balance())).toBe(connection?.spent)

  const ended = connection?.closed
  await using later = await keepConnected(start({ ...store }), requirements, { maxPrice })
  expect(later.pass.id).toBe(connection?.pass.id)
  await expect(connection?.close({ leave: true })).rejects.toMatchObject({ reason: 'takenOver' })
  expect(await ended).toMatchObject({ reason: 'closed' })
  await later.close({ leave: true })
})
