import type { Hex } from 'viem'
import { PassbandError } from '../errors/base.js'
import { SbnUnreachableError } from '../errors/messaging.js'
import { DeliveryTimeoutError } from '../errors/purchase.js'
import { abortable } from '../internal/abortable.js'
import { delay } from '../internal/delay.js'
import type { Messenger } from '../messaging/messenger.js'
import type { Signed } from '../protocol/defineMessage.js'
import type { Delivery } from '../protocol/messages/delivery.js'
import type { DeliveryOptions } from './openDelivery.js'

/** Longest that one question is held open, in seconds. */
const longestWait = 20
/** How much later than it was asked to an SBN may answer, in milliseconds. */
const lateness = 2_000

/**
 * Asks the SBN until the gateway has delivered. An SBN that is away, refuses, or answers nonsense does
 * not end the wait, and one that does not answer does not prolong it: the pass is paid, and the gateway
 * may have delivered already.
 *
 * @throws `DeliveryTimeoutError`; its cause is the SBN's last failure, and missing when the SBN said that
 * nothing was delivered.
 */
export async function waitForDelivery(
  messenger: Messenger,
  passId: Hex,
  { timeoutSeconds = 60, signal }: DeliveryOptions,
): Promise<Signed<Delivery>> {
  const end = performance.now() + timeoutSeconds * 1_000
  let cause: unknown
  for (;;) {
    signal?.throwIfAborted()
    const left = end - performance.now()
    if (left <= 0) throw new DeliveryTimeoutError(timeoutSeconds, { cause })
    const waitSeconds = Math.ceil(Math.min(left / 1_000, longestWait))
    const deadline = AbortSignal.timeout(Math.ceil(left) + lateness)
    const patience = signal ? AbortSignal.any([signal, deadline]) : deadline
    try {
      const asking = messenger.getDelivery(passId, { waitSeconds, signal: patience })
      const found = await abortable(asking, patience)
      if (found) return found
      cause = undefined
    } catch (error) {
      signal?.throwIfAborted()
      if (deadline.aborted) cause = new SbnUnreachableError({ cause: error })
      else if (PassbandError.is(error) && error.name !== 'InvalidInputError') cause = error
      else throw error
    }
    // An SBN that does not wait, or is not there, is not asked without pause.
    await delay(250, signal)
  }
}
