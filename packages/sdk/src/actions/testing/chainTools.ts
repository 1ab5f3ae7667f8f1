import type { Chain, Hash, TransactionReceipt } from 'viem'
import { getBlock, getTransactionCount, waitForTransactionReceipt } from 'viem/actions'
import { createDevnetClient } from '../../devnet/createFaucet.js'
import type { DevnetClient } from '../../devnet/types.js'

/** What a test does with a chain beside the actions that it tests. */
export function chainTools(chain: Chain) {
  const client = createDevnetClient(chain)
  const request = (method: string, ...params: unknown[]) =>
    client.request({ method, params } as never) as Promise<unknown>
  return {
    /** The receipt of what was sent; fails when the transaction did. */
    async mined(sending: Promise<Hash>): Promise<TransactionReceipt> {
      const receipt = await waitForTransactionReceipt(client, { hash: await sending })
      if (receipt.status !== 'success') throw new Error('The transaction was reverted.')
      return receipt
    },
    /** Time of the latest block, Unix seconds. */
    async now(): Promise<number> {
      return Number((await getBlock(client)).timestamp)
    },
    /** Gives the next block this time, Unix seconds. */
    setNextTime: (time: number) => request('evm_setNextBlockTimestamp', time),
    /** Mines a block at this time, Unix seconds. */
    async mineAt(time: number) {
      await request('evm_setNextBlockTimestamp', time)
      await request('evm_mine')
    },
    /** How many transactions an account has sent, those that wait included. */
    countSent: ({ account }: DevnetClient) =>
      getTransactionCount(client, { address: account.address, blockTag: 'pending' }),
  }
}
