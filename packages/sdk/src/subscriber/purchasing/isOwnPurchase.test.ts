import { createClient, custom, zeroAddress } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { mainnet } from 'viem/chains'
import { expect, test } from 'vitest'
import type { Details } from '../../protocol/details.js'
import type { Deployment } from '../../protocol/domain.js'
import { quote } from '../../protocol/messages/quote.js'
import type { QuoteRequest } from '../../protocol/messages/quoteRequest.js'
import { signMessage } from '../../protocol/signMessage.js'
import type { Terms } from '../../protocol/terms.js'
import { isOwnPurchase } from './isOwnPurchase.js'

const word = `0x${'cd'.repeat(32)}` as const
const sbn = privateKeyToAccount(generatePrivateKey())
const here: Deployment = { chainId: 1, marketplace: `0x${'11'.repeat(20)}` }

function startClient(account = privateKeyToAccount(generatePrivateKey())) {
  // What is asked of a chain here would be a mistake.
  const transport = custom({ request: async () => Promise.reject(new Error('asked')) })
  return createClient({ account, chain: mainnet, transport })
}

/** A purchase of an account, of a quote that was signed for one deployment. */
async function purchase(client: ReturnType<typeof startClient>, deployment: Deployment) {
  const { address } = client.account
  const requestId = word
  const request: QuoteRequest = {
    ...{ requestId, subscriber: address, sbn: sbn.address, billing: 'flat', expiresAt: 1 },
    ...{ service: 'proxy', mbps: 1, duration: 60, drivers: ['socks'] },
    ...{ recipientKey: word, clientKey: word },
  }
  const terms: Terms = {
    ...{ subscriber: address, gateway: address, payee: address, sbn: sbn.address },
    ...{ price: 1n, minimum: 0n, duration: 60, renewUntil: 0, protocolFee: 0, sbnFee: 0 },
    ...{ billing: 'flat', voucherSigner: zeroAddress, details: word },
  }
  const message = { terms, deadline: 1_800_000_000 }
  const { signature } = await signMessage(startClient(sbn), quote, message, deployment)
  const details: Details = {
    ...{ requestId, recipientKey: word, clientKey: word, country: 'DE', mbps: 1 },
    ...{ service: 'proxy', ipType: 'hosting', driver: 'socks' },
  }
  return { request, row: { quote: { message, signature, details }, state: 'sent' as const } }
}

test('a purchase is one’s own on the chain and contract that its quote was signed for', async () => {
  const client = startClient()
  const own = await purchase(client, here)
  expect(await isOwnPurchase({ client, deployment: here } as never, own)).toBe(true)
  for (const deployment of [
    { ...here, chainId: 10 },
    { ...here, marketplace: zeroAddress },
  ])
    expect(await isOwnPurchase({ client, deployment } as never, own)).toBe(false)
})

test('a purchase of another account is not', async () => {
  const own = await purchase(startClient(), here)
  const client = startClient()
  expect(await isOwnPurchase({ client, deployment: here } as never, own)).toBe(false)
})
