import { socks } from '@passband/tunnel/socks'
import {
  bytesToHex,
  type Chain,
  createClient,
  type Hex,
  http as httpTransport,
  keccak256,
  parseUnits,
} from 'viem'
import { getBlockNumber, getContractEvents, getTransactionReceipt } from 'viem/actions'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postMessage } from '../../actions/messages/postMessage.js'
import { getSbn } from '../../actions/sbns/getSbn.js'
import { marketplaceAbi } from '../../contracts/generated.js'
import type { DevnetClient } from '../../devnet/types.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { eventually } from '../../internal/testing/eventually.js'
import { once } from '../../internal/testing/once.js'
import { startRpcProxy } from '../../internal/testing/startRpcProxy.js'
import { chain as chainMessenger } from '../../messaging/chain/chain.js'
import { fallback } from '../../messaging/fallback.js'
import { http } from '../../messaging/http.js'
import { chainBlock, getExchangeTopic } from '../../protocol/chainMessage.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { type QuoteRequest, quoteRequest } from '../../protocol/messages/quoteRequest.js'
import { packValue } from '../../protocol/packValue.js'
import type { SealContext } from '../../protocol/sealContext.js'
import { sealBytes } from '../../protocol/sealBytes.js'
import { signMessage } from '../../protocol/signMessage.js'
import { memory } from '../../store/memory/memory.js'
import { Subscriber } from '../../subscriber/subscriber.js'
import type { SbnEvents } from '../events.js'
import { startMarket } from '../testing/startMarket.js'

const maxCost = 10n ** 17n
const requirements = { service: 'proxy', country: 'DE', mbps: 1, duration: '1h' } as const
const drivers = [socks()]

let market: Awaited<ReturnType<typeof startMarket>>
let sbn: Hex
beforeAll(async () => {
  market = await startMarket({ api: false, onchain: { maxCost, surcharge: 5n } })
  sbn = market.client.account.address
  const trusted = once<SbnEvents['gatewayTrusted']>((listener) =>
    market.sbn.on('gatewayTrusted', listener),
  )
  await market.startGateway({ messenger: overChain })
  await trusted
})
afterAll(() => market.close())

function overChain(client: DevnetClient) {
  return chainMessenger({ client, sbn, maxCost, timeoutSeconds: 30 })
}

async function readMessages(filter: { sender?: Hex; recipient?: Hex; topic?: Hex } = {}) {
  return getContractEvents(market.client, {
    abi: marketplaceAbi,
    address: market.devnet.contracts.marketplace,
    eventName: 'MessagePosted',
    args: filter,
    fromBlock: 0n,
    strict: true,
  })
}

describe('with no server at all', () => {
  test('a pass is asked for, quoted, bought, delivered, used and left over the chain alone', async () => {
    const client = await market.devnet.createClient()
    const subscriber = new Subscriber({ client, sbn: overChain(client), drivers })
    const quote = await subscriber.quote(requirements)
    const pass = await subscriber.buy(quote, { maxPrice: parseUnits('10', 8) })
    const session = await pass.connect()
    const response = await session.fetch(`${market.reflector}/healthz`)
    expect(await response.text()).toBe('ok')
    await session.close()
    const { refund } = await pass.leave()
    expect(refund).toBeGreaterThan(0n)

    const [own, answers, delivered] = await Promise.all([
      readMessages({ sender: client.account.address }),
      readMessages({ sender: sbn, recipient: client.account.address }),
      readMessages({ topic: pass.id }),
    ])
    expect([own.length, answers.length, delivered.length]).toEqual([1, 1, 1])
    expect(delivered[0]?.args).toMatchObject({ sender: pass.terms.gateway, recipient: sbn })
    // The gateway had the details from the quote, and asked nobody.
    expect(await readMessages({ sender: pass.terms.gateway })).toHaveLength(1)
    // Nobody is asked whom a list would cost something.
    expect((await subscriber.passes()).map(({ id }) => id)).toEqual([pass.id])
  })
})
