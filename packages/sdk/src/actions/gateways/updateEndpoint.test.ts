import { parseEventLogs } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { marketplaceAbi } from '../../contracts/generated.js'
import { expectRefusal } from '../testing/expectRefusal.js'
import { type Market, startMarket } from '../testing/startMarket.js'
import { getGateway } from './getGateway.js'
import { updateEndpoint } from './updateEndpoint.js'

let market: Market
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a gateway publishes a new endpoint, and its registration stays as it is', async () => {
  const client = market.gateway
  const [gateway, sbn] = [client.account.address, market.sbn.account.address]
  const update = { sbn, sequence: 2n, sealedEndpoint: '0xbeef' } as const
  const { logs } = await market.mined(updateEndpoint(client, update))
  const eventName = 'GatewayEndpointUpdated'
  const [event] = parseEventLogs({ abi: marketplaceAbi, eventName, logs })
  expect(event?.args).toEqual({ ...update, gateway })
  const registration = { payee: market.payee, floorPrice: 7n }
  expect(await getGateway(client, { gateway, sbn })).toEqual(registration)

  const sealedEndpoint = `0x${'00'.repeat(8_193)}` as const
  const endless = () => updateEndpoint(client, { ...update, sealedEndpoint })
  await expectRefusal(market, client, endless, 'MESSAGE_TOO_LONG')
})
