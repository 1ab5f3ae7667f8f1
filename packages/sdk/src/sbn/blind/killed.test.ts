import { once as onceEmitted } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseUnits } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { getContractEvents } from 'viem/actions'
import { expect, test } from 'vitest'
import { getBalance } from '../../actions/prix/getBalance.js'
import { marketplaceAbi } from '../../contracts/generated.js'
import { bundlePrograms } from '../../internal/testing/bundlePrograms.js'
import { eventually } from '../../internal/testing/eventually.js'
import { once } from '../../internal/testing/once.js'
import { spawnProgram } from '../../internal/testing/spawnProgram.js'
import { libsql } from '../../store/libsql/libsql.js'
import type { SbnEvents } from '../events.js'
import { createShop, readRow, shopNow } from '../testing/createShop.js'
import { startMarket } from '../testing/startMarket.js'
import { buyers } from './tables.js'

const prix = parseUnits('100', 8)
const budgetPerDay = parseUnits('50', 8)

test('an SBN that is killed right after it bought buys nothing again, and gets the rest back', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'passband-blind-'))
  const path = join(directory, 'sbn.db')
  const store = libsql({ path })
  const keys = { sbn: generatePrivateKey(), purse: generatePrivateKey() }
  const programs = bundlePrograms(new URL('./testing/', import.meta.url), ['dieShopping'])
  const shop = createShop({ store })
  const market = await startMarket({
    ...{ checkInterval: 300, store, privateKey: keys.sbn },
    throughput: { bytes: 192 * 1024, seconds: 5, ramp: 0 },
  })
  let child: ReturnType<typeof spawnProgram> | undefined
  try {
    const trusted = once<SbnEvents['gatewayTrusted']>((listener) =>
      market.sbn.on('gatewayTrusted', listener),
    )
    const { account } = await market.startGateway({ mbps: 4 })
    await trusted
    await market.sbn.close()
    await shopNow(market, account)

    const { devnet, reflector, url } = market
    const purse = await devnet.createClient({ prix, privateKey: keys.purse })
    child = spawnProgram((await programs).file('dieShopping'), {
      ...{ rpcUrl: devnet.rpcUrl, contracts: devnet.contracts, keys, path },
      ...{ port: Number(new URL(url).port), publicUrl: reflector, budgetPerDay: `${budgetPerDay}` },
    })
    child.stdout.resume()
    expect(await onceEmitted(child, 'close')).toEqual([null, 'SIGKILL'])

    await shop.open(market, { purse })
    await using sbn = market.createSbn({ blind: { shopper: shop.shopper, budgetPerDay } })
    await sbn.start()
    await eventually(() => shop.shopper.unfinished()).toEqual([])
    const read = (eventName: 'PassPurchased' | 'PassEnded') =>
      getContractEvents(purse, {
        ...{ abi: marketplaceAbi, address: devnet.contracts.marketplace, fromBlock: 0n },
        ...({ eventName, strict: true } as const),
      })
    const [purchased, ended] = [await read('PassPurchased'), await read('PassEnded')]
    expect(purchased).toHaveLength(1)
    expect(ended).toHaveLength(1)
    const { owed = 0n } = (ended[0]?.args ?? {}) as { owed?: bigint }
    expect(owed).toBeGreaterThan(0n)
    expect(await getBalance(purse, { account: purse.account.address })).toBe(prix - owed)
    expect(await sbn.spending()).toEqual({ used: owed, limit: budgetPerDay })
    // It was left early, by nobody who was disappointed.
    const [buyer] = await store.transaction((tx) => buyers.list(tx))
    expect(buyer?.value).toMatchObject({ isDone: true, reserved: owed })
    const { blind, record } = await readRow(market, account)
    expect(blind).toBe(undefined)
    expect(record?.passes).toMatchObject({ good: 0, bad: 0 })
  } finally {
    child?.kill('SIGKILL')
    await market.close()
    await (await programs).close()
    await store.close()
    await rm(directory, { recursive: true })
  }
}, 60_000)
