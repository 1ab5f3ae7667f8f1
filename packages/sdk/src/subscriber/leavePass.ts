import { type Hash, type Hex, numberToHex, parseEventLogs } from 'viem'
import { getPass } from '../actions/passes/getPass.js'
import { leave } from '../actions/passes/leave.js'
import { marketplaceBuyingAbi } from '../contracts/excerpts.js'
import { PassbandError } from '../errors/base.js'
import { ContractRevertedError } from '../errors/contract.js'
import type { Terms } from '../protocol/terms.js'
import type { SubscriberContext } from './context.js'
import { getPaymentState } from './purchasing/getPaymentState.js'
import { notePurchase } from './purchasing/notePurchase.js'
import { waitForReceipt } from './waitForReceipt.js'

/** Leaves a pass and waits until that is on chain. */
export async function leavePass(
  context: SubscriberContext,
  { passId, terms }: { passId: Hex; terms: Terms },
  { signal }: { signal?: AbortSignal | undefined },
): Promise<{ owed: bigint; refund: bigint; hash: Hash }> {
  const { client, contracts, events } = context
  signal?.throwIfAborted()
  const hash = await leave(client, { contracts, terms }).catch(async (error) => {
    if (!PassbandError.is(error) || error.code !== 'PASS_ALREADY_ENDED') throw error
    const pass = await getPass(client, { contracts, passId })
    const paymentState = pass && getPaymentState(pass, terms)
    throw new ContractRevertedError(
      { errorName: 'Marketplace_PassAlreadyEnded', args: [] },
      { cause: error, paymentState },
    )
  })
  const receipt = await waitForReceipt(client, hash, signal)
  const [ended] = parseEventLogs({
    abi: marketplaceBuyingAbi,
    eventName: 'PassEnded',
    logs: receipt.logs,
  }).filter(({ args }) => numberToHex(args.passId, { size: 32 }) === passId)
  if (!ended) throw new ContractRevertedError(undefined, { paymentState: 'paid' })
  const { owed, refund } = ended.args
  await notePurchase(context, passId, (row) => ({ ...row, state: 'ended' }))
  events.emit('left', { passId, owed, refund, hash })
  return { owed, refund, hash }
}
