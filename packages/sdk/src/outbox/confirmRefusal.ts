import { askEach } from './askEach.js'
import { estimateIntent } from './estimateIntent.js'
import { enoughOf } from './pickAgreed.js'
import type { Sight } from './readSight.js'
import type { QueuedIntent } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Whether enough servers say, too, that the contract refuses a call, and fewer that it does not. One
 * that lags or lies must not be able to end a call for good.
 */
export async function confirmRefusal(
  context: OutboxContext,
  { views }: Sight,
  intent: QueuedIntent,
  blockTag: 'latest' | 'pending',
): Promise<boolean> {
  const { endpoints, signal } = context
  if (endpoints.length === 1) return true
  const answers = await askEach(views, signal, ({ endpoint }) =>
    estimateIntent({ ...context, endpoints: [endpoint] }, intent, blockTag),
  )
  const refusing = answers.filter(({ value }) => value.kind === 'refused').length
  const accepting = answers.filter(({ value }) => value.kind === 'ready').length
  return refusing >= enoughOf(endpoints.length) && refusing > accepting
}
