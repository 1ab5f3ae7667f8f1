import { socks } from '@passband/tunnel/socks'
import { type Address, parseUnits } from 'viem'
import type { DevnetClient } from '../../devnet/types.js'
import { once } from '../../internal/testing/once.js'
import { fundFrom } from '../../shopper/fundFrom.js'
import { subscriberShopper } from '../../shopper/subscriberShopper.js'
import { memory } from '../../store/memory/memory.js'
import type { Store } from '../../store/store.js'
import type { BlindShopper } from '../blind/blindShopper.js'
import type { SbnEvents } from '../events.js'
import { type GatewayRow, gateways } from '../tables.js'
import type { startMarket } from './startMarket.js'

type Market = Awaited<ReturnType<typeof startMarket>>

/** Who shops for the SBN of a market that is started after it. */
export function createShop({ store = memory() }: { store?: Store } = {}) {
  let opened: BlindShopper | undefined
  const require = () => {
    if (!opened) throw new Error('The shop is closed.')
    return opened
  }
  const shopper: BlindShopper = {
    drivers: ['socks'],
    prepare: (options) => require().prepare(options),
    buy: (...parameters) => require().buy(...parameters),
    finish: (...parameters) => require().finish(...parameters),
    unfinished: async () => opened?.unfinished() ?? [],
  }
  return {
    shopper,
    store,
    /** Opens it with so much money. */
    async open(
      { devnet, url }: Pick<Market, 'devnet' | 'url'>,
      options: { prix?: bigint; purse?: DevnetClient } = {},
    ) {
      const { prix = parseUnits('100', 8) } = options
      const purse = options.purse ?? (await devnet.createClient({ prix }))
      const funding = fundFrom(purse)
      opened = subscriberShopper({ client: purse, sbn: url, drivers: [socks()], store, funding })
      return purse
    },
    close() {
      opened = undefined
    },
  }
}

/** Has a gateway's throughput tested blindly now. */
export async function shopNow({ store }: Pick<Market, 'store'>, gateway: string): Promise<void> {
  await store.transaction((tx) =>
    gateways.update(tx, gateway, (row) => ({
      ...row,
      speed: { at: 0, count: 1, ...row.speed, next: 0, blind: true },
    })),
  )
}

/** What is known of a gateway. */
export async function readRow(
  { store }: Pick<Market, 'store'>,
  gateway: string,
): Promise<GatewayRow> {
  const row = await store.transaction((tx) => gateways.get(tx, gateway))
  if (!row) throw new Error('No such gateway.')
  return row
}

/** Waits until a gateway is trusted, which it may be already. */
export async function untilTrusted(
  { sbn, store }: Pick<Market, 'sbn' | 'store'>,
  account: Address,
): Promise<void> {
  const trusted = once<SbnEvents['gatewayTrusted']>(
    (listener) => sbn.on('gatewayTrusted', listener),
    ({ gateway }) => gateway === account,
  )
  const row = await store.transaction((tx) => gateways.get(tx, account))
  if (!row?.status.trusted) await trusted
}
