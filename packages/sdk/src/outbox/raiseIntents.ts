import type { Hex } from 'viem'
import { estimateFees } from './estimateFees.js'
import { raiseFees } from './raiseFees.js'
import { readFees } from './readFees.js'
import type { OpenSent } from './readSent.js'
import type { Sight } from './readSight.js'
import { sendVersions } from './sendVersions.js'
import { signCall } from './signCall.js'
import type { SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Offers more for transactions that are stuck: the same call under the same nonce, so that only one of
 * the versions can ever be mined. Each is stored before it is sent.
 *
 * @returns Whether that was possible for all of them without offering more than is allowed.
 */
export async function raiseIntents(
  context: OutboxContext,
  sight: Sight,
  stuck: readonly OpenSent[],
): Promise<boolean> {
  const { logger, maxFeePerGas, name } = context
  const { chainId, head } = sight
  const at = { number: head.number, timestamp: head.timestamp }
  const raised: { intent: SentIntent; raw: Hex }[] = []
  if (stuck.length === 0) return true
  const market = await estimateFees(context, head)
  for (const { intent } of stuck) {
    const { nonce, versions } = intent.signed
    const { fees: last, gas } = readFees(versions.at(-1) as Hex)
    const fees = raiseFees(last, market, maxFeePerGas)
    if (!fees) continue
    const raw = await signCall(context, chainId, { ...intent, gas, nonce }, fees)
    const signed = { nonce, versions: [...versions, raw], at }
    raised.push({ raw, intent: { ...intent, signed } })
  }
  if (raised.length === 0) return false
  for (const { intent } of raised) logger?.info('fee raised', { name, key: intent.key })
  await sendVersions(context, sight, raised)
  return raised.length === stuck.length
}
