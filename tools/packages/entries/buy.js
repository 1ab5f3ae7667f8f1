// The least that a web page needs to buy: connect a wallet, get a quote, buy, learn where to connect, leave.
import { Subscriber } from '@passband/sdk'
import { createClient, custom } from 'viem'

/**
 * @param {import('viem').EIP1193Provider} provider
 * @param {import('viem').Chain} chain
 * @param {string} sbn
 */
export async function buy(provider, chain, sbn) {
  const [account] = await provider.request({ method: 'eth_requestAccounts' })
  if (!account) throw new Error('The wallet has no account.')
  const client = createClient({ account, chain, transport: custom(provider) })
  const subscriber = new Subscriber({ client, sbn, drivers: ['socks'] })
  const quote = await subscriber.quote({ service: 'proxy', mbps: 20, duration: '1h' })
  const pass = await subscriber.buy(quote, { maxPrice: quote.total })
  const info = await pass.connectionInfo()
  await pass.leave()
  return info
}
