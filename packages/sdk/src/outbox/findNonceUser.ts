import type { Address, Hash } from 'viem'
import { getBlock, getTransactionCount } from 'viem/actions'
import type { View } from './readSight.js'

export type NonceUser = { hash: Hash; blockNumber: bigint; blockHash: Hash }

/**
 * The mined transaction that used a nonce, found by its block: the first after which the account has
 * more transactions. The search begins at the head, since servers forget old states.
 *
 * @returns `undefined` when the nonce is not used, or the chain changed during the search.
 */
export async function findNonceUser(
  { endpoint, head }: View,
  address: Address,
  nonce: number,
): Promise<NonceUser | undefined> {
  const isUsedAt = async (blockNumber: bigint) =>
    (await getTransactionCount(endpoint, { address, blockNumber })) > nonce
  let used = head.number
  if (!(await isUsedAt(used))) return undefined
  let step = 1n
  let unused = used
  for (;;) {
    if (unused === 0n) return undefined
    unused = unused > step ? unused - step : 0n
    if (!(await isUsedAt(unused))) break
    used = unused
    step *= 2n
  }
  while (used - unused > 1n) {
    const middle = (used + unused) / 2n
    if (await isUsedAt(middle)) used = middle
    else unused = middle
  }
  const block = await getBlock(endpoint, { blockNumber: used, includeTransactions: true })
  const own = block.transactions.find(
    (one) => one.nonce === nonce && one.from.toLowerCase() === address.toLowerCase(),
  )
  return own && { hash: own.hash, blockNumber: used, blockHash: block.hash }
}
