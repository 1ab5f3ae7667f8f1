import { numberToHex } from 'viem'
import * as z from 'zod/mini'
import { RpcAnswerInvalidError, RpcLaggingError } from '../errors/follower.js'
import type { Endpoint } from './createEndpoint.js'
import type { Filter } from './createFilter.js'
import type { Header } from './header.js'
import { isRefusal } from './isRefusal.js'
import { type RawLog, rawLog } from './rawLog.js'
import { maximumLogs, TooManyLogsError } from './tooManyLogs.js'

const logs = z.array(rawLog)

/**
 * Logs of one block, which an endpoint that does not have it refuses (EIP-234), or of a range by
 * numbers, of which an endpoint that lags answers what it has, without a word.
 */
export async function readLogs(
  endpoint: Endpoint,
  filter: Filter,
  where: Header | { fromBlock: bigint; toBlock: bigint },
): Promise<RawLog[]> {
  if (filter.topics.length === 0 || filter.addresses.length === 0) return []
  const isBlock = 'hash' in where
  const blocks = isBlock
    ? { blockHash: where.hash }
    : { fromBlock: numberToHex(where.fromBlock), toBlock: numberToHex(where.toBlock) }
  const what = { address: filter.addresses, topics: [filter.topics] }
  const answer = await endpoint.request('eth_getLogs', [{ ...what, ...blocks }]).catch((cause) => {
    if (isBlock && isRefusal(cause))
      throw new RpcLaggingError(`the logs of block ${where.number}`, { cause })
    throw cause
  })
  if (Array.isArray(answer) && answer.length > maximumLogs)
    throw new TooManyLogsError('the logs of some blocks')
  const result = z.safeParse(logs, answer)
  if (!result.success) throw new RpcAnswerInvalidError('logs', { cause: result.error })
  return result.data
}
