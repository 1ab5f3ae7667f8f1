import { once } from 'node:events'
import { createServer } from 'node:net'
import { type Hex, parseUnits } from 'viem'
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { transfer } from '../../../src/actions/prix/transfer.js'
import type { Contracts } from '../../../src/contracts/getContracts.js'
import { createDevnetClient } from '../../../src/devnet/createFaucet.js'
import { defineDevnetChain } from '../../../src/devnet/defineDevnetChain.js'
import { deployContracts } from '../../../src/devnet/deployContracts.js'
import { type Origin, startOrigin } from '../../../src/devnet/startOrigin.js'
import { createCloser } from '../../../src/internal/createCloser.js'
import { delay } from '../../../src/internal/delay.js'
import { startUnrulyChain, type UnrulyChain } from './startUnrulyChain.js'

/** An account with its key. */
export type Holder = { address: Hex; privateKey: Hex }

export type World = {
  chain: UnrulyChain
  contracts: Contracts
  supply: bigint
  bond: bigint
  /** What each subscriber begins with, PRIX base units. */
  funds: bigint
  bank: Holder
  treasury: Holder
  sbn: Holder
  gateways: Holder[]
  payees: Holder[]
  subscribers: Holder[]
  origin: Origin
  close(): Promise<void>
}

export const prix = (amount: string) => parseUnits(amount, 8)

/** A chain with the contracts, accounts with money, and something to fetch. Nothing else runs yet. */
export async function startWorld(count: { gateways: number; subscribers: number }): Promise<World> {
  const opened = createCloser()
  try {
    const chain = await startUnrulyChain()
    opened.add(chain.close)
    const origin = await startOrigin()
    opened.add(origin.close)
    const stopMining = keepMining(chain)
    opened.add(stopMining)

    const bank = createHolder()
    const treasury = createHolder()
    const sbn = createHolder()
    const gateways = Array.from({ length: count.gateways }, createHolder)
    const payees = Array.from({ length: count.gateways }, createHolder)
    // Accounts whose keys the node has, so that it can be the wallet of those who have one injected.
    const subscribers = Array.from({ length: count.subscribers }, (_, index) => developer(index))
    for (const { address } of [bank, sbn, ...gateways, ...subscribers])
      await chain.request('anvil_setBalance', address, `0x${(10n ** 21n).toString(16)}`)

    const supply = prix('10000000')
    const bond = prix('1000')
    const funds = prix('100000')
    const bare = createDevnetClient(defineDevnetChain(chain.url), bank.privateKey)
    const contracts = await deployContracts(bare, {
      supply,
      treasury: treasury.address,
      protocolFee: 100,
      bond,
      unbondingTime: 7 * 86_400,
    })
    const client = createDevnetClient(defineDevnetChain(chain.url, contracts), bank.privateKey)
    const due = [
      { to: sbn.address, amount: bond },
      ...subscribers.map(({ address }) => ({ to: address, amount: funds })),
    ]
    for (const one of due) await transfer(client, one)
    // Deeper than any reorganization reaches.
    for (let block = 0; block < 12; block++) await chain.request('evm_mine')
    await stopMining()
    return {
      ...{ bank, bond, chain, contracts, funds, gateways, origin, payees, sbn, subscribers },
      ...{ supply, treasury, close: opened.close },
    }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Mines until it is told to stop; nothing of it comes later, when others set the time of blocks. */
function keepMining(chain: UnrulyChain): () => Promise<void> {
  let isStopped = false
  const mine = async () => {
    while (!isStopped) {
      await chain.request('evm_mine').catch(() => {})
      await delay(20)
    }
  }
  const stopped = mine()
  return () => {
    isStopped = true
    return stopped
  }
}

function createHolder(): Holder {
  const privateKey = generatePrivateKey()
  return { address: privateKeyToAccount(privateKey).address, privateKey }
}

/** One of the accounts that anvil makes. */
function developer(addressIndex: number): Holder {
  const account = mnemonicToAccount('test test test test test test test test test test test junk', {
    addressIndex,
  })
  const key = account.getHdKey().privateKey
  if (!key) throw new Error('The account has no key.')
  return { address: account.address, privateKey: `0x${Buffer.from(key).toString('hex')}` }
}

/** A port that is free on an address now. */
export async function findPort(host: string): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('No port.')
  return address.port
}
