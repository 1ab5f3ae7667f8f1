import { afterAll, beforeAll, expect, test } from 'vitest'
import { leave } from '../actions/passes/leave.js'
import { purchase } from '../actions/passes/purchase.js'
import { chainTools } from '../actions/testing/chainTools.js'
import { dropBlocks } from '../internal/testing/dropBlocks.js'
import { eventually } from '../internal/testing/eventually.js'
import { once } from '../internal/testing/once.js'
import { http } from '../messaging/http.js'
import { passesRequest } from '../protocol/messages/passesRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import type { SbnEvents } from './events.js'
import { askForQuote } from './testing/askForQuote.js'
import { startMarket } from './testing/startMarket.js'

let market: Awaited<ReturnType<typeof startMarket>>
let tools: ReturnType<typeof chainTools>
beforeAll(async () => {
  market = await startMarket({ checkInterval: 300 })
  tools = chainTools(market.devnet.chain)
})
afterAll(() => market.close())

const next = <name extends keyof SbnEvents>(name: name) =>
  once<SbnEvents[name]>((listener) => market.sbn.on(name, listener))

test('an SBN undoes what a reorganization takes, the newest first, and does it again', async () => {
  const trusted = next('gatewayTrusted')
  const { account } = await market.startGateway()
  await trusted
  const buyer = await market.devnet.createClient()
  const deployment = {
    chainId: market.devnet.chain.id,
    marketplace: market.devnet.contracts.marketplace,
  }
  const sbn = market.client.account.address
  const list = async () => {
    const expiresAt = (await tools.now()) + 60
    const message = { owner: buyer.account.address, sbn, expiresAt }
    const request = await signMessage(buyer, passesRequest, message, deployment)
    return (await http(market.url).listPasses(request)).passes
  }
  const { message, signature } = await askForQuote(market, buyer)
  const { deadline, terms } = message
  const purchased = next('passPurchased')
  const bought = await tools.mined(purchase(buyer, { terms, deadline, signature }))
  await purchased
  expect(await list()).toMatchObject([{ ended: false }])

  const ended = next('passEnded')
  const left = await tools.mined(leave(buyer, { terms }))
  await ended
  expect(await list()).toMatchObject([{ ended: true }])
  const reopened = next('passReopened')
  await dropBlocks(market.client, left.blockNumber)
  await reopened
  expect(await list()).toMatchObject([{ ended: false, terms: { gateway: account } }])
  const [pass] = await list()
  expect(pass?.end).toBe((pass?.start ?? 0) + terms.duration)

  const undone = next('passUndone')
  await dropBlocks(market.client, bought.blockNumber)
  await undone
  expect(await list()).toEqual([])
  // The quote is good until its deadline: it can be bought again.
  const again = next('passPurchased')
  await tools.mined(purchase(buyer, { terms, deadline, signature }))
  await again
  expect(await list()).toMatchObject([{ ended: false }])
})

test('a gateway whose registration is taken is not known, and is trusted again once it is back', async () => {
  const trusted = next('gatewayTrusted')
  // What pays for its gas stays: it is there before the blocks that are taken.
  const client = await market.devnet.createClient({ prix: 0n })
  const before = BigInt(
    (await market.client.request({ method: 'eth_blockNumber' } as never)) as string,
  )
  const { account } = await market.startGateway({ client })
  await trusted
  const undone = next('gatewayUndone')
  const back = once<SbnEvents['gatewayTrusted']>(
    (listener) => market.sbn.on('gatewayTrusted', listener),
    ({ gateway }) => gateway === account,
  )
  await dropBlocks(market.client, before + 1n)
  expect(await undone).toEqual({ gateway: account })
  // Its own outbox sees that it is gone, and sends it again.
  expect((await back).status.trusted).toBe(true)
  await eventually(async () =>
    (await market.sbn.gateways()).map(({ gateway }) => gateway),
  ).toContain(account)
})
