import { socks } from '@passband/tunnel/socks'
import { type Chain, createClient, type Hex, http as httpTransport } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { stepsFromEnvironment } from '../../internal/testing/steps.js'
import { http } from '../../messaging/http.js'
import { libsql } from '../../store/libsql/libsql.js'
import { Subscriber } from '../subscriber.js'

export type BuyerConfig = {
  chain: Chain
  sbn: string
  path: string
  /** The key, or the address of an account whose wallet only sends. */
  account: { privateKey: Hex } | { address: Hex }
}

/** A subscriber as an app has one, over a store that outlives it. */
export function createBuyer(
  { account, chain, path, sbn }: BuyerConfig,
  steps?: ReturnType<typeof stepsFromEnvironment> | undefined,
) {
  const same = <value>(value: value) => value
  const transport = httpTransport(undefined, { retryCount: 0 })
  const store = libsql({ path })
  const client = createClient({
    account: 'privateKey' in account ? privateKeyToAccount(account.privateKey) : account.address,
    chain,
    transport: (steps?.transport ?? same)(transport),
    pollingInterval: 25,
    cacheTime: 0,
  })
  const subscriber = new Subscriber({
    client,
    sbn: (steps?.messenger ?? same)(http(sbn)),
    drivers: [socks()],
    store: (steps?.store ?? same)(store),
  })
  return { client, store, subscriber }
}

export const order = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
export const terms = { maxPrice: 1_000_000_000n, key: 'the one' }

/** What is killed: it asks, buys, waits for the delivery, connects, and is done. */
if (process.env.BUYER) {
  const { store, subscriber } = createBuyer(JSON.parse(process.env.BUYER), stepsFromEnvironment())
  const pass = await subscriber.buy(order, terms)
  await (await pass.connect()).close()
  await store.close()
  process.exit(0)
}
