// A shop as somebody else would write it: it knows the wallet that the browser has, and an SBN. What happens is shown
// in the page, an output for each button.
import { PassbandError, Subscriber } from '@passband/sdk'
import { web } from '@passband/sdk/store/web'
import { createClient, custom } from 'viem'

const { chain, sbn } = JSON.parse(decodeURIComponent(location.hash.slice(1)))

/** The first wallet that announces itself (EIP-6963). */
const wallet = await new Promise((resolve) => {
  const onAnnounce = ({ detail }) => resolve(detail.provider)
  addEventListener('eip6963:announceProvider', onAnnounce, { once: true })
  dispatchEvent(new Event('eip6963:requestProvider'))
})
const [account] = await wallet.request({ method: 'eth_requestAccounts' })
const client = createClient({ account, chain, transport: custom(wallet), pollingInterval: 100 })
const subscriber = new Subscriber({ client, sbn, drivers: ['socks'], store: web() })

let quote
let pass

const steps = {
  async quote() {
    quote = await subscriber.quote({ service: 'proxy', country: 'DE', mbps: 1, duration: '1h' })
    return { total: `${quote.total}`, shortfall: `${quote.shortfall}` }
  },
  async buy() {
    pass = await subscriber.buy(quote, { maxPrice: quote.total })
    return { id: pass.id }
  },
  async resume() {
    const purchases = await subscriber.resume()
    return purchases.map(({ state, pass }) => ({ state, id: pass?.id }))
  },
  async see() {
    const passes = await subscriber.passes()
    const statuses = await Promise.all(passes.map((each) => each.status()))
    pass = passes.find((_, index) => statuses[index].active)
    return passes.map(({ id }, index) => {
      const { active, end, owner } = statuses[index]
      return { id, active, end, owner }
    })
  },
  async info() {
    const { connection } = await pass.connectionInfo()
    return connection
  },
  async leave() {
    const { owed, refund } = await pass.leave()
    return { owed: `${owed}`, refund: `${refund}`, active: (await pass.status()).active }
  },
}

for (const [name, run] of Object.entries(steps)) {
  const button = document.createElement('button')
  const output = document.createElement('output')
  button.textContent = name
  output.id = name
  button.onclick = async () => {
    output.textContent = ''
    const result = await run().catch((error) => ({
      error: PassbandError.is(error) ? `${error.code}: ${error.message}` : String(error),
    }))
    output.textContent = JSON.stringify(result)
  }
  document.body.append(button, output)
}
