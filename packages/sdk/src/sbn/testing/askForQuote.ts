import { bytesToHex } from 'viem'
import type { DevnetClient } from '../../devnet/types.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { http } from '../../messaging/http.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { type QuoteRequest, quoteRequest } from '../../protocol/messages/quoteRequest.js'
import { signMessage } from '../../protocol/signMessage.js'
import type { startMarket } from './startMarket.js'

type Market = Pick<Awaited<ReturnType<typeof startMarket>>, 'client' | 'devnet' | 'url'>

/** Asks a market's SBN for an hour of 1 Mbit/s, with changes. */
export async function askForQuote(
  { client: sbn, devnet, url }: Market,
  client: DevnetClient,
  change: Partial<QuoteRequest> = {},
) {
  const [recipient, keys] = [await createKeyPair(), await createKeyPair()]
  const request: QuoteRequest = {
    requestId: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    subscriber: client.account.address,
    sbn: sbn.account.address,
    service: 'proxy',
    mbps: 1,
    duration: 3_600,
    billing: 'flat',
    drivers: ['socks'],
    recipientKey: recipient.publicKey,
    clientKey: keys.publicKey,
    expiresAt: (await getChainTime(client)) + 60,
    ...change,
  }
  const deployment = {
    chainId: devnet.chain.id,
    marketplace: devnet.contracts.marketplace,
  }
  return http(url).requestQuote(await signMessage(client, quoteRequest, request, deployment))
}
