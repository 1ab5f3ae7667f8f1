import type { Hex } from 'viem'
import { estimateFees } from './estimateFees.js'
import { estimateIntent } from './estimateIntent.js'
import { capOf } from './raiseFees.js'
import { readFees } from './readFees.js'
import type { OpenSent } from './readSent.js'
import type { Sight } from './readSight.js'
import { sendVersions } from './sendVersions.js'
import { signCall } from './signCall.js'
import type { SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Signs what no server takes once more, with the fees and the gas of now, under the same nonce: servers
 * have limits on what a transaction may cost, and an account has what it has, so that what was signed
 * while gas was dear could hold up everything behind it for ever. Only what is much cheaper, or needs
 * much more gas, is worth another version, so that there are never many.
 *
 * @returns For which of them more need not be offered.
 */
export async function offerAnew(
  context: OutboxContext,
  sight: Sight,
  refused: readonly OpenSent[],
): Promise<OpenSent[]> {
  const { logger, name } = context
  const { chainId, head } = sight
  if (refused.length === 0) return []
  const fees = await estimateFees(context, head)
  const at = { number: head.number, timestamp: head.timestamp }
  const versions: { intent: SentIntent; raw: Hex }[] = []
  const dearEnough: OpenSent[] = []
  for (const open of refused) {
    const { intent } = open
    const { key, signed, to, data, value } = intent
    const last = readFees(signed.versions.at(-1) as Hex)
    const call = { state: 'queued', key, to, data, value } as const
    const estimate = await estimateIntent(context, call, 'latest')
    const gas = estimate.kind === 'ready' ? estimate.gas : last.gas
    const isCheaper = gas * capOf(fees) * 3n <= last.gas * capOf(last.fees)
    const isLarger = gas * 8n >= last.gas * 9n
    if (capOf(fees) * 2n <= capOf(last.fees)) dearEnough.push(open)
    if (!isCheaper && !isLarger) continue
    dearEnough.push(open)
    const { nonce } = signed
    const raw = await signCall(context, chainId, { ...call, gas, nonce }, fees)
    const changed = { nonce, versions: [...signed.versions, raw], at }
    versions.push({ raw, intent: { ...intent, signed: changed } })
    logger?.info('offered anew', { name, key })
  }
  if (versions.length > 0) await sendVersions(context, sight, versions)
  return dearEnough
}
