import { RpcContradictionError } from '../errors/follower.js'
import { bloomBits, hasBits } from './bloom.js'
import type { Filter } from './createFilter.js'
import type { Header } from './header.js'
import type { RawLog } from './rawLog.js'

/**
 * Holds a block's logs against what was asked for and against the block.
 *
 * @throws `RpcContradictionError` They cannot be the logs of this block.
 */
export function checkLogs(logs: readonly RawLog[], header: Header, filter: Filter): void {
  const refuse = (what: string): never => {
    throw new RpcContradictionError(`among the logs of block ${header.number} is one ${what}`)
  }
  let lastIndex = -1
  for (const log of logs) {
    if (log.blockHash !== header.hash || log.blockNumber !== header.number)
      refuse('of another block')
    if (!filter.fits(log)) refuse('that was not asked for')
    if (log.logIndex <= lastIndex) refuse('that is there twice or out of order')
    const isAllowed = [log.address, ...log.topics].every((value) =>
      hasBits(header.logsBloom, bloomBits(value)),
    )
    if (!isAllowed) refuse('that its bloom filter rules out')
    lastIndex = log.logIndex
  }
}
