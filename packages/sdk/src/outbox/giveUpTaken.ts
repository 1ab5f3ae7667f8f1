import { keccak256 } from 'viem'
import { NonceTakenError } from '../errors/outbox.js'
import { toChainError } from '../errors/toChainError.js'
import { mapLimited } from '../internal/mapLimited.js'
import { askEach } from './askEach.js'
import { findNonceUser } from './findNonceUser.js'
import { enoughOf } from './pickAgreed.js'
import type { OpenSent } from './readSent.js'
import type { Sight } from './readSight.js'
import { rowKey } from './submitIntent.js'
import { intents, nonces, queue } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Looks for strangers where a nonce is used up and no receipt of its own is found, tells of them, and
 * puts back into the queue what lost its nonce to one. Since a call must never happen twice, a missing
 * receipt is not enough for that: the stranger's transaction itself has to be there, so deep that no
 * reorganization can bring back one of its own.
 *
 * @returns Whether something is in the queue again.
 */
export async function giveUpTaken(
  context: OutboxContext,
  sight: Sight,
  unmined: readonly OpenSent[],
): Promise<boolean> {
  const { lease, logger, memory, name, reorgDepth, report, signal } = context
  const { head } = sight
  const due = unmined.filter(({ intent }) => {
    const { nonce } = intent.signed
    return nonce < sight.count && (memory.searchAgainAt.get(nonce) ?? 0n) <= head.number
  })
  const lost: OpenSent[] = []
  let failure: unknown
  await mapLimited(due, 4, async (open) => {
    const { nonce } = open.intent.signed
    try {
      const stranger = await findStranger(context, sight, open)
      const pause = stranger ? reorgDepth : Math.min(reorgDepth, 4)
      memory.searchAgainAt.set(nonce, head.number + BigInt(Math.max(pause, 1)))
      if (stranger) report(`nonce ${nonce}`, new NonceTakenError())
      if (stranger === 'final') lost.push(open)
    } catch (error) {
      signal.throwIfAborted()
      failure = toChainError(error)
    }
  })
  report('search', failure)
  if (lost.length === 0) return false
  await lease.write(async (tx) => {
    for (const { intent, nonceKey, row } of lost) {
      const { key, to, data, value } = intent
      await nonces.delete(tx, nonceKey)
      if (row.position === undefined) {
        await intents.delete(tx, rowKey(name, key))
        continue
      }
      await intents.put(tx, rowKey(name, key), { state: 'queued', key, to, data, value })
      await queue.insert(tx, row.position, { key })
    }
  })
  for (const { intent } of lost) logger?.warn('nonce taken', { name, key: intent.key })
  return true
}

/** By the same rule by which receipts are believed. */
async function findStranger(
  { client, endpoints, reorgDepth, signal }: OutboxContext,
  { views }: Sight,
  { intent }: OpenSent,
): Promise<'found' | 'final' | undefined> {
  const { nonce, versions } = intent.signed
  const { address } = client.account
  const own = new Set(versions.map((raw) => keccak256(raw)))
  const answers = await askEach(views, signal, (view) => findNonceUser(view, address, nonce))
  const users = answers.flatMap(({ view, value }) => (value ? [{ view, value }] : []))
  const isDeep = ({ view, value }: (typeof users)[number]) =>
    view.head.number >= value.blockNumber + BigInt(reorgDepth)
  for (const { value } of users) {
    if (own.has(value.hash)) continue
    const agreeing = users.filter((one) => one.value.blockHash === value.blockHash)
    const isAgreed = agreeing.length >= enoughOf(endpoints.length)
    if (!isAgreed || agreeing.length <= answers.length - agreeing.length) continue
    return agreeing.filter(isDeep).length >= enoughOf(endpoints.length) ? 'final' : 'found'
  }
  return undefined
}
