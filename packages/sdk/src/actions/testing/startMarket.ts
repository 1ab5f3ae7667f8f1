import { type Hex, parseUnits, zeroAddress } from 'viem'
import { createDevnetClient, createFaucet } from '../../devnet/createFaucet.js'
import { defineDevnetChain } from '../../devnet/defineDevnetChain.js'
import { deployContracts } from '../../devnet/deployContracts.js'
import { startAnvil } from '../../devnet/startAnvil.js'
import type { DevnetClient } from '../../devnet/types.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { quote } from '../../protocol/messages/quote.js'
import { signMessage } from '../../protocol/signMessage.js'
import type { Terms } from '../../protocol/terms.js'
import { registerGateway } from '../gateways/registerGateway.js'
import { approve } from '../prix/approve.js'
import { registerSbn } from '../sbns/registerSbn.js'
import { chainTools } from './chainTools.js'

/** PRIX in base units. */
export const prix = (amount: string) => parseUnits(amount, 8)

export const bond = prix('1000')
export const protocolFee = 100
export const sbnFee = 500
export const unbondingTime = 86_400

/** Terms with the SBN's signature, as the purchase actions take them. */
export type MarketQuote = { terms: Terms; deadline: number; signature: Hex }

export type Market = Awaited<ReturnType<typeof startMarket>>

/** A chain with the contracts, an SBN and a gateway, and nothing running but the chain. */
export async function startMarket() {
  const anvil = await startAnvil()
  try {
    return { ...(await setUp(anvil.url)), rpcUrl: anvil.url, close: anvil.close }
  } catch (error) {
    await anvil.close()
    throw error
  }
}

async function setUp(rpcUrl: string) {
  const bare = defineDevnetChain(rpcUrl)
  const bank = await createFaucet(bare, createDevnetClient(bare))({ prix: 0n })
  const treasury = createDevnetClient(bare).account.address
  const contracts = await deployContracts(bank, {
    supply: prix('1000000'),
    owner: bank.account.address,
    treasury,
    protocolFee,
    bond,
    unbondingTime,
  })
  const chain = defineDevnetChain(rpcUrl, contracts)
  const createClient = createFaucet(chain, { ...bank, chain })
  const sbn = await createClient({ prix: bond })
  const gateway = await createClient({ prix: 0n })
  const payee = createDevnetClient(chain).account.address
  const { publicKey: encryptionKey } = await createKeyPair()
  const tools = chainTools(chain)

  await tools.mined(approve(sbn, { spender: contracts.marketplace, amount: bond }))
  await tools.mined(registerSbn(sbn, { encryptionKey, fee: sbnFee, url: 'https://sbn.example' }))
  await tools.mined(
    registerGateway(gateway, {
      sbn: sbn.account.address,
      payee,
      floorPrice: 7n,
      sequence: 1n,
      sealedEndpoint: '0x5ea1ed',
    }),
  )

  let quotes = 0
  /** A quote for an hour at 36 PRIX, signed by the SBN, with changes. No two are alike. */
  async function createQuote(
    subscriber: DevnetClient,
    { deadline: asked, ...changes }: Partial<Terms & { deadline: number }> = {},
  ): Promise<MarketQuote> {
    const deadline = asked ?? (await tools.now()) + 300
    quotes++
    const terms: Terms = {
      subscriber: subscriber.account.address,
      gateway: gateway.account.address,
      payee,
      sbn: sbn.account.address,
      price: prix('36'),
      minimum: prix('1'),
      duration: 3_600,
      renewUntil: 0,
      protocolFee,
      sbnFee,
      billing: 'flat',
      voucherSigner: zeroAddress,
      details: `0x${quotes.toString(16).padStart(64, '0')}`,
      ...changes,
    }
    const deployment = { chainId: chain.id, marketplace: contracts.marketplace }
    const { signature } = await signMessage(sbn, quote, { terms, deadline }, deployment)
    return { terms, deadline, signature }
  }

  return {
    ...tools,
    /** Who can pause purchases and set the protocol's fee. */
    owner: { ...bank, chain },
    chain,
    contracts,
    createClient,
    createQuote,
    encryptionKey,
    gateway,
    payee,
    sbn,
    treasury,
  }
}
