import { parseUnits } from 'viem'
import { once } from '../../../src/internal/testing/once.js'
import type { SbnEvents } from '../../../src/sbn/events.js'
import { createShop, readRow, shopNow, untilTrusted } from '../../../src/sbn/testing/createShop.js'
import { startMarket } from '../../../src/sbn/testing/startMarket.js'
import type { Row } from '../types.js'

type Market = Awaited<ReturnType<typeof startMarket>>
type Driver = Parameters<
  NonNullable<NonNullable<Parameters<Market['startGateway']>[0]>['change']>
>[0]

/** How many blind checks may pass until it is found. */
const most = 5
const claimed = 20

export const favour: Omit<Row, 'name'> = {
  what: 'checks that are given twice as much as customers',
  limit: `found within ${most} blind checks`,
  rounds: 1,
  async run({ rounds, tell }) {
    const shop = createShop()
    const market = await startMarket({
      checkInterval: 2,
      throughput: { bytes: 64 * 1024 ** 2, seconds: 2, ramp: 0.5 },
      blind: { shopper: shop.shopper, budgetPerDay: parseUnits('500', 8), share: 0 },
    })
    try {
      await shop.open(market, { prix: parseUnits('500', 8) })
      const [found, open, slandered]: [number[], number[], string[]] = [[], [], []]
      for (let round = 1; round <= rounds; round++) {
        const liar = await startTrusted(market, favourChecks)
        const refused = await shopUntilRefused(market, liar)
        open.push(await countOpen(market, liar))
        found.push(refused?.checks ?? Number.POSITIVE_INFINITY)
        tell(
          `${round} of ${rounds}: ${refused ? `refused for ${refused.reason} after ${refused.checks} blind checks` : 'not found'}`,
        )
        const honest = await shopUntilRefused(market, await startTrusted(market))
        if (honest) slandered.push(honest.reason)
        tell(
          `${round} of ${rounds}: an honest one was ${honest ? `refused for ${honest.reason}` : 'not'} found guilty`,
        )
      }
      return {
        isMet: found.every((checks) => checks <= most) && slandered.length === 0,
        passband: `found after ${found.join(', ')}`,
        naive: `not found in ${open.join(', ')} open checks`,
        notes: [
          `Honest gateways that were refused in ${most} blind checks: ${slandered.length} of ${rounds}.`,
        ],
      }
    } finally {
      await market.close()
    }
  },
}

/** Gives customers half of what they bought, and open checks all. */
const favourChecks = (driver: Driver): Driver => ({
  ...driver,
  async serve(parameters) {
    const server = await driver.serve(parameters)
    const admit: typeof server.admit = (grant) =>
      server.admit(
        grant.passId.startsWith('check:') ? grant : { ...grant, mbps: (grant.mbps ?? 0) / 2 },
      )
    return { ...server, admit }
  },
})

async function startTrusted(market: Market, change?: (driver: Driver) => Driver) {
  const { account } = await market.startGateway({ mbps: claimed, ...(change && { change }) })
  await untilTrusted(market, account)
  return account
}

/** After how many blind checks it is refused, and why; `undefined` when it is not. */
async function shopUntilRefused(market: Market, account: string) {
  for (let checks = 1; checks <= most; checks++) {
    const checked = once<SbnEvents['blindChecked']>(
      (listener) => market.sbn.on('blindChecked', listener),
      ({ gateway }) => gateway === account,
    )
    await shopNow(market, account)
    await checked
    const { reason, trusted } = (await readRow(market, account)).status
    if (!trusted) return { checks, reason: reason ?? 'nothing' }
  }
  return undefined
}

/** Open checks that found nothing. */
async function countOpen(market: Market, account: string): Promise<number> {
  const row = await readRow(market, account)
  return Math.round(row.record?.checks.good ?? 0)
}
