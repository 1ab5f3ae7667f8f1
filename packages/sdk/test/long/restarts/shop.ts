import { socks } from '@passband/tunnel/socks'
import type { Address } from 'viem'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { purchase } from '../../../src/actions/passes/purchase.js'
import type { DevnetClient } from '../../../src/devnet/types.js'
import { getDialAllowance } from '../../../src/internal/getDialAllowance.js'
import type { Messenger } from '../../../src/messaging/messenger.js'
import type { ConnectionInfo } from '../../../src/protocol/connectionInfo.js'
import { createKeyPair } from '../../../src/protocol/createKeyPair.js'
import type { Signed } from '../../../src/protocol/defineMessage.js'
import { hashTerms } from '../../../src/protocol/hashTerms.js'
import type { SignedQuote } from '../../../src/protocol/messages/quote.js'
import { type QuoteRequest, quoteRequest } from '../../../src/protocol/messages/quoteRequest.js'
import { signMessage } from '../../../src/protocol/signMessage.js'
import type { Terms } from '../../../src/protocol/terms.js'
import { unseal } from '../../../src/protocol/unseal.js'
import { type Place, until } from './startPlace.js'

/** A pass that was bought, and the keys to it. */
export type Bought = {
  passId: Hex
  terms: Terms
  request: Signed<QuoteRequest>
  quote: SignedQuote
  /** The newest connection info that was delivered. */
  info(): Promise<ConnectionInfo>
  /** Whether a session can be opened now; throws when the gateway cannot be reached. */
  isAdmitted(): Promise<boolean>
}

/** Buys as a subscriber does, in steps that can be repeated while the other side is down. */
export function openShop(
  { chain, contracts, mined, now }: Place,
  { buyer, messenger, sbn }: { buyer: DevnetClient; messenger: Messenger; sbn: Address },
) {
  const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
  const driver = socks()

  async function buy(
    wanted: { duration: number; country: string },
    failed?: Promise<never> | undefined,
  ): Promise<Bought> {
    const [recipient, keys] = [await createKeyPair(), await createKeyPair()]
    const message: QuoteRequest = {
      requestId: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
      subscriber: buyer.account.address,
      sbn,
      service: 'proxy',
      mbps: 1,
      billing: 'flat',
      drivers: ['socks'],
      recipientKey: recipient.publicKey,
      clientKey: keys.publicKey,
      expiresAt: (await now()) + 590,
      ...wanted,
    }
    const request = await signMessage(buyer, quoteRequest, message, deployment)
    const quote = await until('a quote', () => messenger.requestQuote(request), { failed })
    const { deadline, terms } = quote.message
    const { signature } = quote
    await mined(purchase(buyer, { terms, deadline, signature }))
    const passId = hashTerms(terms)

    async function info() {
      const found = await until('a delivery', () => messenger.getDelivery(passId), { failed })
      const text = await unseal(found.message.sealed, {
        privateKey: recipient.privateKey,
        context: { kind: 'connectionInfo', deployment, gateway: terms.gateway, passId },
      })
      return JSON.parse(text) as ConnectionInfo
    }
    async function isAdmitted() {
      const { connection } = await info()
      try {
        const session = await driver.connect(connection, {
          passId,
          clientSecret: hexToBytes(keys.privateKey),
          allow: getDialAllowance(chain),
          signal: AbortSignal.timeout(5_000),
        })
        await session.close()
        return true
      } catch (error) {
        if ((error as { code?: unknown }).code === 'CREDENTIALS_REJECTED') return false
        throw error
      }
    }
    return { passId, terms, request, quote, info, isAdmitted }
  }
  return { buy, deployment }
}
