import { type LocalAccount, numberToHex } from 'viem'
import { getBalance } from '../../actions/prix/getBalance.js'
import { bond, sbnFee, startMarket } from '../../actions/testing/startMarket.js'
import { memory as memoryMessenger } from '../../messaging/memory.js'
import type { SbnApi } from '../../messaging/messenger.js'
import { type Details, hashDetails } from '../../protocol/details.js'
import { memory } from '../../store/memory/memory.js'
import { Subscriber, type SubscriberParameters } from '../subscriber.js'
import { createWallet } from './createWallet.js'

export const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
export const maxPrice = bond

export type Shop = Awaited<ReturnType<typeof startShop>>

/**
 * A chain whose blocks come when the test says so, and an SBN that quotes whatever is asked for: for
 * purchases alone, without gateways that serve them.
 */
export async function startShop() {
  const market = await startMarket()
  const { chain, contracts, encryptionKey, sbn } = market
  const account = sbn.account.address
  const unused = async () => {
    throw new Error('This SBN only quotes.')
  }
  const api: SbnApi = {
    getInfo: async () => ({
      sbn: account,
      chainId: chain.id,
      marketplace: contracts.marketplace,
      encryptionKey,
      fee: sbnFee,
    }),
    async requestQuote({ message }) {
      const { clientKey, country = 'DE', duration, mbps, recipientKey, requestId } = message
      const details: Details = {
        ...{ clientKey, country, mbps, recipientKey, requestId },
        service: message.service,
        driver: message.drivers[0] ?? '',
        ipType: 'hosting',
      }
      const subscriber = { account: { address: message.subscriber } } as never
      const { deadline, signature, terms } = await market.createQuote(subscriber, {
        duration,
        details: hashDetails(details),
      })
      return { message: { deadline, terms }, signature, details }
    },
    getDetails: unused,
    deliver: unused,
    getDelivery: async () => undefined,
    listPasses: async () => ({ passes: [] }),
    getStatus: unused,
    getChecks: unused,
    getReflector: unused,
    getAttested: unused,
  }
  const request = (method: string, ...params: unknown[]) =>
    sbn.request({ method, params } as never) as Promise<unknown>

  function createSubscriber(parameters: Pick<SubscriberParameters<['socks']>, 'client' | 'store'>) {
    return new Subscriber({ ...parameters, sbn: memoryMessenger(api), drivers: ['socks'] })
  }
  return {
    ...market,
    api,
    request,
    createSubscriber,
    mine: (blocks = 1) => request('anvil_mine', numberToHex(blocks)),
    setAutomine: (on: boolean) => request('evm_setAutomine', on),
    /** A subscriber with money, whose wallet only sends. */
    async createBuyer() {
      const funded = await market.createClient()
      const { client, wallet } = createWallet(chain, funded.account as LocalAccount)
      const store = memory()
      const balance = () => getBalance(funded, { account: funded.account.address })
      const restart = () => createSubscriber({ client, store })
      return { balance, client, funded, restart, store, subscriber: restart(), wallet }
    },
  }
}
