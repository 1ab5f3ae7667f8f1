import * as z from 'zod/mini'
import { RpcAnswerInvalidError, RpcContradictionError } from '../errors/follower.js'
import { mapLimited } from '../internal/mapLimited.js'
import { address, bytes32 } from '../protocol/schemas.js'
import type { Endpoint } from './createEndpoint.js'
import type { Filter } from './createFilter.js'
import type { Header } from './header.js'
import { isRefusal } from './isRefusal.js'
import { type RawLog, rawLog } from './rawLog.js'
import { atOnce } from './readHeaders.js'

/** Logs of all contracts, in which any stranger can write what no schema allows for. */
const someLog = z.looseObject({ address, topics: z.array(bytes32) })
const receipts = z.array(
  z.object({ transactionHash: bytes32, blockHash: bytes32, logs: z.array(someLog) }),
)
const ownLogs = z.array(rawLog)

/** A block's logs from the receipts of all its transactions: slow, but from another index. */
export async function readReceiptLogs(
  endpoint: Endpoint,
  filter: Filter,
  header: Header,
): Promise<RawLog[]> {
  const result = z.safeParse(receipts, await readReceipts(endpoint, header))
  if (!result.success) throw new RpcAnswerInvalidError('receipts', { cause: result.error })
  const isWhole =
    result.data.length === header.transactions.length &&
    result.data.every(
      ({ blockHash, transactionHash }, index) =>
        blockHash === header.hash && transactionHash === header.transactions[index],
    )
  if (!isWhole)
    throw new RpcContradictionError(`the receipts of block ${header.number} are not those of it`)
  const fitting = result.data.flatMap(({ logs }) => logs.filter(filter.fits))
  const own = z.safeParse(ownLogs, fitting)
  if (!own.success) throw new RpcAnswerInvalidError('receipts', { cause: own.error })
  return own.data
}

/** Not every server has the method, and a load balancer may ask one that does not have the block. */
async function readReceipts(endpoint: Endpoint, header: Header): Promise<unknown> {
  try {
    const answer = await endpoint.request('eth_getBlockReceipts', [header.hash])
    if (answer !== null) return answer
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
  return mapLimited(header.transactions, atOnce, (hash) =>
    endpoint.request('eth_getTransactionReceipt', [hash]),
  )
}
