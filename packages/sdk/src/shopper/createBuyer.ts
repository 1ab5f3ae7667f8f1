import { createClient, custom, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Contracts } from '../contracts/getContracts.js'
import { Subscriber } from '../subscriber/subscriber.js'
import type { SubscriberShopperParameters } from './subscriberShopper.js'

export type ShopperContext = SubscriberShopperParameters & { contracts: Contracts }

/** A subscriber with an account of its own. */
export function createBuyer(
  { client: base, contracts, drivers, sbn, store }: ShopperContext,
  { privateKey }: { privateKey: Hex },
) {
  const { cacheTime, chain, pollingInterval } = base
  const client = createClient({
    account: privateKeyToAccount(privateKey),
    ...{ cacheTime, chain, pollingInterval },
    // It retries by itself.
    transport: custom(base as never, { retryCount: 0 }),
  })
  return { client, subscriber: new Subscriber({ client, contracts, drivers, sbn, store }) }
}
