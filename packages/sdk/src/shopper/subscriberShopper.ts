import type { Driver, FetchSession } from '@passband/tunnel'
import { type Address, type Chain, type Client, isAddressEqual, type Transport } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { type Contracts, getContracts } from '../contracts/getContracts.js'
import { InvalidInputError } from '../errors/input.js'
import { NoGatewayFitsError } from '../errors/messaging.js'
import { getChainTime } from '../internal/getChainTime.js'
import type { Messenger } from '../messaging/messenger.js'
import type { BlindShopper } from '../sbn/blind/blindShopper.js'
import type { Store } from '../store/store.js'
import { createBuyer } from './createBuyer.js'
import { finishBuyer } from './finishBuyer.js'
import type { BuyerFunding } from './funding.js'
import { buyers } from './tables.js'

export type SubscriberShopperParameters = {
  /** A viem client with a chain; its account, if it has one, is not used. */
  client: Client<Transport, Chain>
  /** URL of the SBN's API, or a messenger to it: asked as by any customer. */
  sbn: string | Messenger
  /**
   * What buyers connect with, the same as customers have. Gateways see the address that it dials from: it
   * has to be another one than the SBN's, from which open checks come (`socks({ localAddress })`).
   */
  drivers: readonly Driver<FetchSession>[]
  /**
   * Keeps the keys of buyers, and what they bought, until it is over. It has to outlive the process. It
   * may be the SBN's.
   */
  store: Store
  funding: BuyerFunding
  /** Where the contracts are, when the client's chain does not say. */
  contracts?: Contracts | undefined
}

/**
 * Buys passes for an SBN's blind checks the way everybody does: with a `Subscriber`, from a new account
 * for each pass.
 *
 * What a gateway can still see: where the account's money came from (`fundFrom`), the address that is
 * dialled from, and where the measured traffic goes to, which is the reflector that customers are lent for
 * `pass.verify()`, too.
 *
 * @throws `InvalidInputError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * const shopper = subscriberShopper({
 *   client,
 *   sbn: 'https://sbn.example',
 *   drivers: [socks({ localAddress: '198.51.100.7' })],
 *   store: await libsql({ path: 'shopper.db' }),
 *   funding: fundFrom(purse),
 * })
 * const sbn = new SBN({ ...parameters, blind: { shopper, budgetPerDay: 10_000_000_000n } })
 * ```
 */
export function subscriberShopper(parameters: SubscriberShopperParameters): BlindShopper {
  const { client, drivers, funding, store } = parameters
  if (!client.chain) throw new InvalidInputError('client', 'It needs a chain.')
  if (drivers.length === 0) throw new InvalidInputError('drivers', 'At least one is needed.')
  const context = { ...parameters, contracts: getContracts(client, parameters) }
  const load = (buyer: Address) => store.transaction((tx) => buyers.get(tx, buyer))

  return {
    drivers: drivers.map(({ name }) => name),

    async prepare({ prix, signal }) {
      const at = await getChainTime(client)
      signal?.throwIfAborted()
      const privateKey = generatePrivateKey()
      const { address } = privateKeyToAccount(privateKey)
      const row = { privateKey, at, isFunded: false }
      await store.transaction((tx) => buyers.insert(tx, address, row))
      await funding.fund(address, { prix, signal })
      await store.transaction((tx) => buyers.put(tx, address, { ...row, isFunded: true }))
      return address
    },

    async buy(buyer, { gateway, maxPrice, ...requirements }, { signal }) {
      const row = await load(buyer)
      if (!row || row.purchase) throw new InvalidInputError('buyer', 'Each buys once.')
      const { subscriber } = createBuyer(context, row)
      const quote = await subscriber.quote(requirements, { signal })
      const { details, message } = quote.signed
      const { terms } = message
      // It has no room any more, or is not trusted any more.
      if (!isAddressEqual(terms.gateway, gateway)) throw new NoGatewayFitsError()
      const { passId } = quote
      const purchase = { passId, requestId: details.requestId, terms }
      await store.transaction((tx) => buyers.put(tx, buyer, { ...row, purchase }))
      const pass = await subscriber.buy(quote, { maxPrice, signal })
      return { passId, price: terms.price, connect: (options) => pass.connect(options) }
    },

    async finish(buyer, { signal }) {
      const row = await load(buyer)
      return row ? finishBuyer(context, buyer, row, signal) : { isDone: true }
    },

    async unfinished() {
      const rows = await store.transaction((tx) => buyers.list(tx))
      return rows.map(({ key }) => key as Address)
    },
  }
}
