import { parseEventLogs, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getGateway } from './getGateway.js'
import { registerGateway } from './registerGateway.js'
import { unregisterGateway } from './unregisterGateway.js'
import { updateEndpoint } from './updateEndpoint.js'

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

describe('a gateway’s registration', () => {
  test('is there after registering, and gone after unregistering', async () => {
    const { payee, sbn } = registration()
    const gateway = client.account.address
    expect(await getGateway(client, { gateway, sbn })).toBeUndefined()
    const { logs } = await market.mined(registerGateway(client, registration()))
    expect(await getGateway(client, { gateway, sbn })).toEqual({ payee, floorPrice: 11n })
    const [event] = parseEventLogs({ abi: marketplaceAbi, eventName: 'GatewayRegistered', logs })
    expect(event?.args).toEqual({ ...registration(), gateway })

    await market.mined(unregisterGateway(client, { sbn }))
    expect(await getGateway(client, { gateway, sbn })).toBeUndefined()
    const again = () => unregisterGateway(client, { sbn })
    await expectRefusal(market, client, again, 'GATEWAY_NOT_REGISTERED')
  })

  test('gets a new endpoint without being replaced', async () => {
    const { sbn } = registration()
    const update = { sbn, sequence: 2n, sealedEndpoint: '0xbeef' } as const
    const { logs } = await market.mined(updateEndpoint(market.gateway, update))
    const gateway = market.gateway.account.address
    const [event] = parseEventLogs({
      abi: marketplaceAbi,
      eventName: 'GatewayEndpointUpdated',
      logs,
    })
    expect(event?.args).toEqual({ ...update, gateway })
    const kept = { payee: market.payee, floorPrice: 7n }
    expect(await getGateway(client, { gateway, sbn })).toEqual(kept)
  })

  test('is refused for what is not an SBN, a payee that cannot be paid, and an endless endpoint', async () => {
    const endless = `0x${'00'.repeat(8_193)}` as const
    const bad = [
      [{ ...registration(), sbn: market.payee }, 'SBN_NOT_ACTIVE'],
      [{ ...registration(), payee: zeroAddress }, 'PAYEE_INVALID'],
      [{ ...registration(), payee: market.contracts.marketplace }, 'PAYEE_INVALID'],
      [{ ...registration(), sealedEndpoint: endless }, 'MESSAGE_TOO_LONG'],
    ] as const
    for (const [parameters, code] of bad)
      await expectRefusal(market, client, () => registerGateway(client, parameters), code)
    const update = () => updateEndpoint(client, { ...registration(), sealedEndpoint: endless })
    await expectRefusal(market, client, update, 'MESSAGE_TOO_LONG')
  })
})
