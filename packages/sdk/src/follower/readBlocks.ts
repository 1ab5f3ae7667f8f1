import { RpcContradictionError } from '../errors/follower.js'
import { mapLimited } from '../internal/mapLimited.js'
import { checkLogs } from './checkLogs.js'
import type { Endpoint } from './createEndpoint.js'
import type { Filter } from './createFilter.js'
import { fullBloom, type Header } from './header.js'
import type { RawLog } from './rawLog.js'
import { atOnce, readHeaders } from './readHeaders.js'
import { readLogs } from './readLogs.js'
import type { BloomTrust } from './types.js'

export type Block = {
  header: Header
  logs: RawLog[]
  /** Its bloom filter says that there may be logs, and there are none. */
  isDoubtful: boolean
}

export type ReadBlocksParameters = {
  filter: Filter
  fromBlock: bigint
  /** The last one, this one included. */
  toBlock: bigint
  /** Whether logs may be asked for by number: no reorganization reaches these blocks. */
  isOld: boolean
  blooms: BloomTrust
  /** The newest block, which need not be read. */
  known: Header
}

/**
 * The blocks of a stretch as one endpoint tells it: the first and the last, those with logs, and
 * where bloom filters are looked at all others.
 */
export async function readBlocks(
  endpoint: Endpoint,
  { blooms, filter, fromBlock, isOld, known, toBlock }: ReadBlocksParameters,
): Promise<Block[]> {
  const isThorough = !isOld || blooms === 'all'
  const found = isOld ? await readLogsByNumber(endpoint, filter, fromBlock, toBlock) : undefined
  const numbers = isThorough
    ? Array.from(
        { length: Number(toBlock - fromBlock) + 1 },
        (_, index) => fromBlock + BigInt(index),
      )
    : [...new Set([fromBlock, ...(found?.keys() ?? []), toBlock])]
  const headers = await readHeaders(endpoint, numbers, known)
  return mapLimited(headers, atOnce, async (read) => {
    const header = blooms === 'none' ? { ...read, logsBloom: fullBloom } : read
    let logs = found ? (found.get(header.number) ?? []) : await readLogs(endpoint, filter, header)
    const isExpected = isThorough && filter.mayBeIn(header.logsBloom)
    if (logs.length === 0 && isExpected) logs = await readLogs(endpoint, filter, header)
    checkLogs(logs, header, filter)
    return { header, logs, isDoubtful: logs.length === 0 && isExpected }
  })
}

/** By block, in the order of the chain. */
async function readLogsByNumber(
  endpoint: Endpoint,
  filter: Filter,
  first: bigint,
  last: bigint,
): Promise<Map<bigint, RawLog[]>> {
  const logs = await endpoint.range.read(first, last, (fromBlock, toBlock) =>
    readLogs(endpoint, filter, { fromBlock, toBlock }),
  )
  const blocks = new Map<bigint, RawLog[]>()
  let lastNumber = first
  for (const log of logs) {
    const { blockNumber } = log
    if (blockNumber < lastNumber || blockNumber > last)
      throw new RpcContradictionError('logs are out of order, or of blocks not asked for')
    const others = blocks.get(blockNumber)
    if (others) others.push(log)
    else blocks.set(blockNumber, [log])
    lastNumber = blockNumber
  }
  return blocks
}
