import { toChainError } from '../errors/toChainError.js'
import { mapLimited } from '../internal/mapLimited.js'
import { findMined, type Mined } from './findMined.js'
import type { OpenSent } from './readSent.js'
import type { Sight } from './readSight.js'
import { rowKey } from './submitIntent.js'
import { intents, nonces } from './tables.js'
import type { OutboxContext } from './types.js'

export type Settled = {
  /** What has not ended yet. */
  unconfirmed: OpenSent[]
  /** What of that no server has in a block. */
  unmined: OpenSent[]
  /** How many were confirmed just now. */
  confirmed: number
}

/** Looks which transactions were mined, and notes those that are confirmed. */
export async function settleSent(
  context: OutboxContext,
  sight: Sight,
  sent: readonly OpenSent[],
): Promise<Settled> {
  const { report, signal } = context
  const unmined: OpenSent[] = []
  const confirmed: { open: OpenSent; mined: Mined }[] = []
  let failure: unknown
  await mapLimited(sent, 16, async (open) => {
    // Of what nobody counts as mined nobody has a receipt.
    if (open.intent.signed.nonce >= sight.highestCount) return unmined.push(open)
    try {
      const mined = await findMined(context, sight, open.intent.signed.versions)
      if (!mined) unmined.push(open)
      else if (mined.isConfirmed) confirmed.push({ open, mined })
    } catch (error) {
      signal.throwIfAborted()
      failure = toChainError(error)
    }
    return undefined
  })
  report('receipts', failure)
  if (confirmed.length > 0) await finish(context, confirmed)
  unmined.sort((a, b) => a.intent.signed.nonce - b.intent.signed.nonce)
  const ended = new Set(confirmed.map(({ open }) => open))
  const unconfirmed = sent.filter((open) => !ended.has(open))
  return { unconfirmed, unmined, confirmed: confirmed.length }
}

/** What is confirmed stays watched, with all that is needed to send it again. */
async function finish(
  { lease, logger, memory, name, onMined, reached }: OutboxContext,
  confirmed: readonly { open: OpenSent; mined: Mined }[],
): Promise<void> {
  await reached('mined')
  await lease.write(async (tx) => {
    for (const { open, mined } of confirmed) {
      const { receipt } = mined
      const state = receipt.status === 'success' ? 'done' : 'reverted'
      const settled = { number: receipt.blockNumber, hash: receipt.blockHash }
      await intents.put(tx, rowKey(name, open.row.key), { ...open.intent, state, receipt })
      await nonces.put(tx, open.nonceKey, { ...open.row, settled })
    }
  })
  for (const { open, mined } of confirmed) {
    const { key, signed } = open.intent
    memory.broadcastAt.delete(signed.nonce)
    memory.searchAgainAt.delete(signed.nonce)
    logger?.info('transaction confirmed', { name, key, status: mined.receipt.status })
  }
  await reached('finished')
  for (const { open, mined } of confirmed) {
    const { position } = open.row
    if (mined.receipt.status === 'success' && position !== undefined)
      onMined?.({ key: open.intent.key, receipt: mined.receipt })
  }
}
