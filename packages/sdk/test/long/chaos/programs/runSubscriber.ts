import { socks } from '@passband/tunnel/socks'
import { createClient, custom, type Hex } from 'viem'
import { getPass } from '../../../../src/actions/passes/getPass.js'
import { PassbandError } from '../../../../src/errors/base.js'
import { QuoteAlreadyUsedError } from '../../../../src/errors/purchase.js'
import { delay } from '../../../../src/internal/delay.js'
import type { Pass } from '../../../../src/subscriber/pass.js'
import { Subscriber } from '../../../../src/subscriber/subscriber.js'
import type { Outcome, Purchase, Report, SubscriberConfig } from '../types.js'
import { startParty, tell } from './startParty.js'

const { client: own, config, messenger, store } = startParty<SubscriberConfig>()
/** An injected wallet is asked by the account's address, and signs and sends by itself. */
const client = config.wallet
  ? createClient({
      account: own.account.address,
      chain: own.chain,
      transport: custom({ request: own.request } as never, { retryCount: 0 }),
      pollingInterval: 100,
      cacheTime: 0,
    })
  : own

const subscriber = new Subscriber({ client, store, sbn: messenger(), drivers: [socks()] })
for (const name of config.events)
  subscriber.on(name as never, (payload: unknown) => tell(`event ${name}`, payload))

const report = (content: Report) => process.send?.(content)

/** Buys until it is bought: the key makes one purchase of however many attempts. */
const buy = ({ duration, id, mbps }: Purchase) =>
  subscriber.buy({ service: 'proxy', mbps, duration }, {
    maxPrice: 10n ** 9n,
    key: `purchase-${id}`,
  } as never)

async function use(
  patience: number,
  pass: Pass<Awaited<ReturnType<ReturnType<typeof socks>['connect']>>>,
) {
  const signal = AbortSignal.timeout(15_000)
  await using session = await pass.connect({ timeoutSeconds: patience, signal })
  const response = await session.fetch(`http://${config.originHost}/`, { signal })
  return ((await response.json()) as { address: string }).address
}

/** What the app itself remembers of a purchase that it is about to leave. */
const notes = {
  read: async (id: number) => store.transaction((tx) => tx.get('app/notes', String(id))),
  write: async (id: number, kind: Outcome['kind']) =>
    store.transaction((tx) => tx.set('app/notes', String(id), JSON.stringify(kind))),
}

/** Buys, waits for the delivery, and leaves when there is none, or when that is the plan. */
async function make(purchase: Purchase): Promise<Outcome> {
  const { id } = purchase
  let pass: Awaited<ReturnType<typeof buy>>
  try {
    pass = await buy(purchase)
  } catch (error) {
    if (!(error instanceof QuoteAlreadyUsedError)) throw error
    // An earlier process has bought and left it, and was killed before it could say so.
    const kind = (await notes.read(id)) === '"delivered"' ? 'delivered' : 'refunded'
    return { id, passId: error.passId as Hex, kind, connected: false }
  }
  let kind: Outcome['kind'] = 'delivered'
  let connected = false
  try {
    const info = await pass.connectionInfo({ timeoutSeconds: purchase.patience })
    tell('info', `${info.connection.driver}`)
    if (purchase.connects) {
      await use(purchase.patience, pass)
      connected = true
    }
  } catch (error) {
    tell('failed', error)
    if (!(PassbandError.is(error) && error.code === 'DELIVERY_TIMEOUT')) throw error
    kind = 'refunded'
  }
  if (kind === 'refunded' || purchase.leaves) {
    await notes.write(id, kind)
    await leave(pass)
  }
  return { id, passId: pass.id, kind, connected }
}

async function leave(pass: Pass<never> | Awaited<ReturnType<typeof buy>>): Promise<void> {
  if ((await pass.status()).ended) return
  await pass.leave()
}

/** Whether what was once so is still so: a reorganization may have taken it back. */
async function holds({ id, kind, passId }: Outcome): Promise<boolean> {
  const pass = await getPass(client, { contracts: config.contracts, passId: passId as Hex })
  const plan = config.purchases.find((purchase) => purchase.id === id)
  return pass !== undefined && (pass.ended || !(kind === 'refunded' || plan?.leaves))
}

const outcomes = new Map(config.outcomes.map((outcome) => [outcome.id, outcome]))
for (const purchase of config.purchases) {
  for (let attempt = 1; ; attempt++) {
    try {
      const earlier = outcomes.get(purchase.id)
      if (earlier && (await holds(earlier))) break
      const outcome = await make(purchase)
      outcomes.set(purchase.id, outcome)
      tell('outcome', outcome)
      report({ outcome })
      break
    } catch (error) {
      tell('attemptFailed', { purchase: purchase.id, attempt, error })
      await delay(200)
    }
  }
}
await subscriber.close()
await store.close()
tell('finished', config.party)
report({ finished: true })
process.disconnect?.()
