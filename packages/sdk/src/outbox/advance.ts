import { fillGap } from './fillGap.js'
import { findChainId } from './findChainId.js'
import { giveUpTaken } from './giveUpTaken.js'
import { readSent } from './readSent.js'
import { readSight } from './readSight.js'
import { sendQueued } from './sendQueued.js'
import { sendUnmined } from './sendUnmined.js'
import { settleSent } from './settleSent.js'
import type { OutboxContext } from './types.js'
import { watchFinished } from './watchFinished.js'

/**
 * Does what can be done now, once.
 *
 * @param onHeld Told once the account is this outbox's alone.
 * @returns Whether there may be more to do at once.
 */
export async function advance(context: OutboxContext, onHeld: () => void): Promise<boolean> {
  const { client, lease, name, store } = context
  const chainId = await findChainId(context)
  await lease.take(`${chainId}/${client.account.address}`)
  onHeld()

  const sight = await readSight(context, chainId)
  const isBack = await watchFinished(context, sight)
  const sent = await readSent(store, name)
  const { confirmed, unconfirmed, unmined } = await settleSent(context, sight, sent)
  const isFree = await giveUpTaken(context, sight, unmined)
  if (isBack || isFree) return true

  const canPay = await sendUnmined(context, sight, unmined)
  await fillGap(context, sight, unmined)
  if (!canPay) return confirmed > 0
  const begun = await sendQueued(context, sight, { sent: unconfirmed, unmined })
  return confirmed > 0 || begun > 0
}
