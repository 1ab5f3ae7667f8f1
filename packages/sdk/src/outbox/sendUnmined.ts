import type { Hex } from 'viem'
import { FeeCapReachedError } from '../errors/outbox.js'
import type { Verdict } from './broadcast.js'
import { isStuck } from './isStuck.js'
import { offerAnew } from './offerAnew.js'
import { raiseIntents } from './raiseIntents.js'
import type { OpenSent } from './readSent.js'
import type { Sight } from './readSight.js'
import { sendStored } from './sendStored.js'
import type { OutboxContext } from './types.js'

/**
 * Sends again what waits to be mined, in case the servers forgot it: what is next in line at once, the
 * rest once for each block. What is stuck gets a higher fee, and what is refused the one of now.
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
  const refused = due.filter((open, index) => {
    const { kind } = verdicts[index] as Verdict
    const isRefused = kind === 'refused' || kind === 'unfunded'
    return isRefused && isStuck(context, head, open.intent, open.intent.signed.nonce >= count)
  })
  const dearEnough = await offerAnew(context, sight, refused)
  const canPay = verdicts.every(({ kind }) => kind !== 'unfunded')
  // A higher fee needs more money still.
  if (!canPay) return false
  const stuck = unmined.filter((open) => {
    const { nonce } = open.intent.signed
    const isDue = nonce >= count && isStuck(context, head, open.intent, nonce === count)
    return isDue && !dearEnough.includes(open)
  })
  const isRaised = await raiseIntents(context, sight, stuck)
  const isTooDear = lowest !== undefined && (head.baseFeePerGas ?? 0n) > maxFeePerGas
  report('fees', isRaised && !isTooDear ? undefined : new FeeCapReachedError())
  return true
}
