import type { Hex } from 'viem'
import { FeeCapReachedError } from '../errors/outbox.js'
import { isStuck } from './isStuck.js'
import { raiseIntents } from './raiseIntents.js'
import type { OpenSent } from './readSent.js'
import type { Sight } from './readSight.js'
import { sendStored } from './sendStored.js'
import type { OutboxContext } from './types.js'

/**
 * Sends again what waits to be mined, in case the servers forgot it: what is next in line at once, the
 * rest once for each block. What is stuck gets a higher fee.
 *
 * @returns Whether the account can pay for what is sent.
 */
export async function sendUnmined(
  context: OutboxContext,
  sight: Sight,
  unmined: readonly OpenSent[],
): Promise<boolean> {
  const { maxFeePerGas, memory, report } = context
  const { count, head } = sight
  const [lowest] = unmined
  const due = unmined.filter((open) => {
    const { nonce } = open.intent.signed
    return open === lowest || (nonce >= count && memory.broadcastAt.get(nonce) !== head.number)
  })
  const versions = due.map(({ intent }) => {
    return { intent, raw: intent.signed.versions.at(-1) as Hex }
  })
  const verdicts = await sendStored(context, sight, versions)
  const canPay = verdicts.every(({ kind }) => kind !== 'unfunded')
  // A higher fee needs more money still.
  if (!canPay) return false
  const stuck = unmined.filter(({ intent }) => {
    const { nonce } = intent.signed
    return nonce >= count && isStuck(context, head, intent, nonce === count)
  })
  const isRaised = await raiseIntents(context, sight, stuck)
  const isTooDear = lowest !== undefined && (head.baseFeePerGas ?? 0n) > maxFeePerGas
  report('fees', isRaised && !isTooDear ? undefined : new FeeCapReachedError())
  return true
}
