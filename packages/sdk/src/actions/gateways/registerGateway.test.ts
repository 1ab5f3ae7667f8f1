import { parseEventLogs, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getGateway } from './getGateway.js'
import { registerGateway } from './registerGateway.js'

let market: Market
let client: DevnetClient
beforeAll(async () => {
  market = await startMarket()
  client = await market.createClient({ prix: 0n })
})
afterAll(() => market.close())

const registration = () => ({
  sbn: market.sbn.account.address,
  payee: market.payee,
  floorPrice: 11n,
  sequence: 1n,
  sealedEndpoint: '0xc0ffee' as const,
})

describe('registerGateway', () => {
  test('publishes the sealed endpoint, and keeps payee and floor price', async () => {
    const { payee, sbn } = registration()
    const gateway = client.account.address
    expect(await getGateway(client, { gateway, sbn })).toBeUndefined()
    const { logs } = await market.mined(registerGateway(client, registration()))
    expect(await getGateway(client, { gateway, sbn })).toEqual({ payee, floorPrice: 11n })
    const [event] = parseEventLogs({ abi: marketplaceAbi, eventName: 'GatewayRegistered', logs })
    expect(event?.args).toEqual({ ...registration(), gateway })
  })

  test('refuses what is not an SBN, a payee that cannot be paid, and an endless endpoint', async () => {
    const endless = `0x${'00'.repeat(8_193)}` as const
    const bad = [
      [{ ...registration(), sbn: market.payee }, 'SBN_NOT_ACTIVE'],
      [{ ...registration(), payee: zeroAddress }, 'PAYEE_INVALID'],
      [{ ...registration(), payee: market.contracts.marketplace }, 'PAYEE_INVALID'],
      [{ ...registration(), sealedEndpoint: endless }, 'MESSAGE_TOO_LONG'],
    ] as const
    for (const [parameters, code] of bad)
      await expectRefusal(market, client, () => registerGateway(client, parameters), code)
  })
})
