import { type Hash, type Hex, numberToHex, parseEventLogs } from 'viem'
import { getPass } from '../actions/passes/getPass.js'
import { leaveCall } from '../actions/passes/leave.js'
import { marketplaceBuyingAbi } from '../contracts/excerpts.js'
import { PassbandError, type PaymentState } from '../errors/base.js'
import { ContractRevertedError } from '../errors/contract.js'
import { abortable } from '../internal/abortable.js'
import { delay } from '../internal/delay.js'
import type { Terms } from '../protocol/terms.js'
import type { SubscriberContext } from './context.js'
import { getPaymentState } from './purchasing/getPaymentState.js'
import { notePurchase } from './purchasing/notePurchase.js'
import { sendUnlessAborted } from './sendUnlessAborted.js'
import { waitForReceipt } from './waitForReceipt.js'

/** Leaves a pass and waits until that is on chain. */
export async function leavePass(
  context: SubscriberContext,
  { passId, terms }: { passId: Hex; terms: Terms },
  { signal }: { signal?: AbortSignal | undefined },
): Promise<{ owed: bigint; refund: bigint; hash: Hash }> {
  const { client, contracts, events } = context
  const sending = sendUnlessAborted(client, leaveCall(contracts, { terms }), signal)
  const hash = await sending.catch(async (error) => {
    if (!PassbandError.is(error) || error.code !== alreadyEnded) throw error
    throw await explainEnd(context, { passId, terms }, error, signal)
  })
  const receipt = await waitForReceipt(client, hash, signal)
  const [ended] = parseEventLogs({
    abi: marketplaceBuyingAbi,
    eventName: 'PassEnded',
    logs: receipt.logs,
  }).filter(({ args }) => numberToHex(args.passId, { size: 32 }) === passId)
  if (!ended) {
    const reverted = new ContractRevertedError(undefined, { paymentState: 'paid' })
    const pass = await abortable(getPass(client, { contracts, passId }), signal)
    throw pass?.ended ? await explainEnd(context, { passId, terms }, reverted, signal) : reverted
  }
  const { owed, refund } = ended.args
  await notePurchase(context, passId, (row) => ({ ...row, state: 'ended' }))
  events.emit('left', { passId, owed, refund, hash })
  return { owed, refund, hash }
}

const alreadyEnded = 'PASS_ALREADY_ENDED'
/** Longest wait for what an earlier process sent, in milliseconds: as long as for one's own. */
const patience = 180_000

/**
 * The error for a pass that has ended, or will in a transaction that is on its way: servers count on
 * those. Only once it is mined is it known where the money is.
 */
async function explainEnd(
  context: SubscriberContext,
  { passId, terms }: { passId: Hex; terms: Terms },
  cause: unknown,
  signal: AbortSignal | undefined,
): Promise<ContractRevertedError> {
  const { client, contracts } = context
  const end = Date.now() + patience
  const decoded = { errorName: 'Marketplace_PassAlreadyEnded', args: [] }
  const tell = (paymentState: PaymentState) =>
    new ContractRevertedError(decoded, { cause, paymentState })
  try {
    for (;;) {
      const pass = await abortable(getPass(client, { contracts, passId }), signal)
      if (pass?.ended) {
        await notePurchase(context, passId, (row) => ({ ...row, state: 'ended' }))
        return tell(getPaymentState(pass, terms))
      }
      if (Date.now() >= end) return tell('pending')
      await delay(client.pollingInterval, signal)
    }
  } catch (error) {
    if (!signal?.aborted) throw error
    return tell('pending')
  }
}
