import type { Hash } from 'viem'
import { getBlock, getTransactionCount } from 'viem/actions'
import { purchaseCall } from '../../actions/passes/purchase.js'
import { toChainError } from '../../errors/toChainError.js'
import type { SubscriberContext } from '../context.js'
import type { PurchaseRow } from '../tables.js'

/**
 * Looks for a purchase that a wallet may have sent without telling.
 *
 * @returns Its transaction; or `'something'` when the account has sent something since that is not
 * mined, and the server does not show what.
 */
export async function findInPool(
  { client, contracts }: SubscriberContext,
  { count = 0, quote }: PurchaseRow,
): Promise<{ hash: Hash; nonce: number } | 'something' | undefined> {
  const { data } = purchaseCall(contracts, { ...quote.message, signature: quote.signature })
  const { address } = client.account
  try {
    const [block, pending, latest] = await Promise.all([
      // Not every server has it.
      getBlock(client, { blockTag: 'pending', includeTransactions: true }).catch(() => undefined),
      getTransactionCount(client, { address, blockTag: 'pending' }),
      getTransactionCount(client, { address, blockTag: 'latest' }),
    ])
    const shown = Array.isArray(block?.transactions) ? block.transactions : []
    const found = shown.find(({ input }) => input === data)
    if (found) return { hash: found.hash, nonce: found.nonce }
    const own = shown.filter(({ from }) => from?.toLowerCase() === address.toLowerCase())
    return pending > latest + own.length && pending > count ? 'something' : undefined
  } catch (error) {
    throw toChainError(error)
  }
}
