import type { Hex } from 'viem'
import { capOf } from './raiseFees.js'
import { readFees } from './readFees.js'
import type { Head } from './readSight.js'
import type { SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Whether a transaction needs a higher fee: the market has left it behind, or it is next in line and
 * was passed over for too long.
 */
export function isStuck(
  { stuckAfter }: Pick<OutboxContext, 'stuckAfter'>,
  head: Head,
  { signed }: SentIntent,
  isNext: boolean,
): boolean {
  const blocks = head.number - signed.at.number
  const { fees } = readFees(signed.versions.at(-1) as Hex)
  if (head.baseFeePerGas !== null && capOf(fees) < head.baseFeePerGas) return blocks > 0n
  const seconds = head.timestamp - signed.at.timestamp
  return isNext && blocks >= BigInt(stuckAfter.blocks) && seconds >= BigInt(stuckAfter.seconds)
}
