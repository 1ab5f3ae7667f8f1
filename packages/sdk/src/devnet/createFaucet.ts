import {
  type Account,
  type Chain,
  type Client,
  createClient,
  type Hex,
  http,
  parseEther,
  parseUnits,
  type Transport,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { setBalance, waitForTransactionReceipt } from 'viem/actions'
import { transfer } from '../actions/prix/transfer.js'
import type { DevnetClient, DevnetFunds } from './types.js'

/** Milliseconds between a client's looks at the local chain. */
export const devnetPolling = 50

/** A client of a local chain with a given key, or a new one. */
export function createDevnetClient(chain: Chain, privateKey: Hex = generatePrivateKey()) {
  return createClient({
    account: privateKeyToAccount(privateKey),
    chain,
    transport: http(undefined, { retryCount: 0 }),
    pollingInterval: devnetPolling,
    cacheTime: 0,
  }) satisfies DevnetClient
}

/** Makes funded clients: coins out of nothing, PRIX from the bank's account, one transfer after the other. */
export function createFaucet(chain: Chain, bank: Client<Transport, Chain, Account>) {
  let queue = Promise.resolve()
  return async ({
    eth = parseEther('10'),
    prix = parseUnits('1000', 8),
    privateKey,
  }: DevnetFunds = {}): Promise<DevnetClient> => {
    const client = createDevnetClient(chain, privateKey)
    const { address } = client.account
    await setBalance({ ...bank, mode: 'anvil' } as never, { address, value: eth })
    if (prix > 0n) {
      const sent = queue.then(() => transfer(bank, { to: address, amount: prix }))
      queue = sent.then(
        () => {},
        () => {},
      )
      await waitForTransactionReceipt(bank, { hash: await sent })
    }
    return client
  }
}
