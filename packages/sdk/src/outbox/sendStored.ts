import type { Hex } from 'viem'
import { mapLimited } from '../internal/mapLimited.js'
import { broadcast, type Verdict } from './broadcast.js'
import type { Sight } from './readSight.js'
import type { SentIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/** How many are sent at the same time: they start in the order of their nonces. */
const places = 8

/**
 * Sends what is stored, the lowest nonce first, and tells what is wrong with it.
 *
 * @returns What the servers said to each.
 */
export async function sendStored(
  context: OutboxContext,
  { head }: Sight,
  sent: readonly { intent: SentIntent; raw: Hex }[],
): Promise<Verdict[]> {
  const { memory, reached, report } = context
  const verdicts = await mapLimited(sent, places, ({ raw }) => broadcast(context, raw))
  let unfunded: unknown
  let refused: unknown
  for (const [index, verdict] of verdicts.entries()) {
    const nonce = sent[index]?.intent.signed.nonce
    if (nonce === undefined) continue
    if (verdict.kind === 'unfunded') unfunded ??= verdict.error
    const isRefused = verdict.kind === 'refused' || verdict.kind === 'unreached'
    if (isRefused) refused ??= verdict.error
    if (isRefused || verdict.kind === 'unfunded') memory.broadcastAt.delete(nonce)
    else memory.broadcastAt.set(nonce, head.number)
  }
  if (sent.length > 0) {
    report('funds', unfunded)
    report('broadcast', refused)
  }
  await reached('broadcast')
  return verdicts
}
