import { toChainError } from '../errors/toChainError.js'
import { mapLimited } from '../internal/mapLimited.js'
import { askEach } from './askEach.js'
import { enoughOf } from './pickAgreed.js'
import type { Sight } from './readSight.js'
import { rowKey } from './submitIntent.js'
import { intents, type NonceRow, nonces } from './tables.js'
import type { OutboxContext } from './types.js'

type Block = NonNullable<NonceRow['settled']>

/**
 * Looks whether the blocks of what is done are still part of the chain. What the chain lost is open
 * again; of what no reorganization can undo any more only the mark is kept.
 *
 * @returns Whether something is open again.
 */
export async function watchFinished(context: OutboxContext, sight: Sight): Promise<boolean> {
  const { memory, name, reorgDepth, report, signal, store } = context
  if (memory.watchedAt === sight.head.hash) return false
  const rows = await store.transaction((tx) => nonces.list(tx, { prefix: rowKey(name, '') }))
  const watched = rows.flatMap(({ key, value }) => {
    return value.settled ? [{ nonceKey: key, row: value, block: value.settled }] : []
  })
  const blocks = new Map(watched.map(({ block }) => [`${block.number} ${block.hash}`, block]))
  const lost = new Set<string>()
  const unknown = new Set<string>()
  let failure: unknown
  await mapLimited([...blocks], 16, async ([id, block]) => {
    try {
      const verdict = await judgeBlock(context, sight, block)
      if (verdict === 'lost') lost.add(id)
      if (verdict === 'unknown') unknown.add(id)
    } catch (error) {
      signal.throwIfAborted()
      unknown.add(id)
      failure = toChainError(error)
    }
  })
  report('watching', failure)
  const due = watched.filter(({ block }) => {
    const id = `${block.number} ${block.hash}`
    if (unknown.has(id)) return false
    return lost.has(id) || sight.head.number >= block.number + BigInt(reorgDepth)
  })
  if (due.length > 0)
    await context.lease.write(async (tx) => {
      for (const { nonceKey, row, block } of due) {
        const at = rowKey(name, row.key)
        const intent = await intents.get(tx, at)
        if (intent?.state !== 'done' && intent?.state !== 'reverted') continue
        const { key, receipt, signed, state, to, data, value } = intent
        if (lost.has(`${block.number} ${block.hash}`) && signed) {
          await intents.put(tx, at, { state: 'sent', key, to, data, value, signed })
          await nonces.put(tx, nonceKey, { key: row.key, position: row.position })
          continue
        }
        const hash = receipt.transactionHash
        const isReverted = state === 'reverted'
        const pruned = {
          state: 'pruned',
          key,
          isReverted,
          hash,
          blockNumber: block.number,
        } as const
        if (row.position === undefined) await intents.delete(tx, at)
        else await intents.put(tx, at, pruned)
        await nonces.delete(tx, nonceKey)
      }
    })
  if (unknown.size === 0) memory.watchedAt = sight.head.hash
  return lost.size > 0
}

/** By the same rule by which it was taken for confirmed. */
async function judgeBlock(
  { endpoints, signal }: OutboxContext,
  { views }: Sight,
  { number, hash }: Block,
): Promise<'kept' | 'lost' | 'unknown'> {
  const answers = await askEach(views, signal, (view) => view.hashAt(number))
  const said = answers.filter(({ value }) => value !== undefined)
  const keeping = said.filter(({ value }) => value === hash).length
  const losing = said.length - keeping
  const enough = enoughOf(endpoints.length)
  if (losing >= enough && losing > keeping) return 'lost'
  return keeping >= enough && keeping > losing ? 'kept' : 'unknown'
}
