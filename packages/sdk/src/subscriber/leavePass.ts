import { type Hash, type Hex, numberToHex, parseEventLogs } from 'viem'
import { leave } from '../actions/passes/leave.js'
import { marketplaceAbi } from '../contracts/generated.js'
import { ContractRevertedError } from '../errors/contract.js'
import type { Terms } from '../protocol/terms.js'
import type { SubscriberContext } from './context.js'
import { waitForReceipt } from './waitForReceipt.js'

/** Leaves a pass and waits until that is on chain. */
export async function leavePass(
  { client, contracts, events }: SubscriberContext,
  { passId, terms }: { passId: Hex; terms: Terms },
  { signal }: { signal?: AbortSignal | undefined },
): Promise<{ owed: bigint; refund: bigint; hash: Hash }> {
  signal?.throwIfAborted()
  const hash = await leave(client, { contracts, terms })
  const receipt = await waitForReceipt(client, hash, signal)
  const [ended] = parseEventLogs({
    abi: marketplaceAbi,
    eventName: 'PassEnded',
    logs: receipt.logs,
  }).filter(({ args }) => numberToHex(args.passId, { size: 32 }) === passId)
  if (!ended) throw new ContractRevertedError(undefined, { paymentState: 'paid' })
  const { owed, refund } = ended.args
  events.emit('left', { passId, owed, refund, hash })
  return { owed, refund, hash }
}
