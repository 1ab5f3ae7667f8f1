import type { Hex } from 'viem'
import { getChainTime } from '../../internal/getChainTime.js'
import { getExchangeTopic } from '../../protocol/chainMessage.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import type { ChainContext } from './context.js'
import { exchanges } from './tables.js'

/** Seconds after which a question is not remembered any more. */
const retention = 7 * 86_400

/** A question and what finds and opens its answer. */
export type Exchange = { replyKey: Hex; replySecret: Hex; since: number; topic: Hex }

/**
 * What is remembered of a question, or a new key for it: the same question has the same topic, so that
 * asking it again finds what was asked and answered before.
 *
 * @param id Path of the call, and what tells the question from others.
 */
export async function openExchange(
  { client, deployment, host, sbn }: ChainContext,
  id: string,
): Promise<Exchange> {
  const asker = client.account.address
  const key = `${asker}/${sbn}/${id}`
  const [pair, now] = await Promise.all([createKeyPair(), getChainTime(client)])
  const row = await host.store.transaction(async (tx) => {
    const known = await exchanges.get(tx, key)
    if (known) return known
    for (const { key: other, value } of await exchanges.list(tx))
      if (value.since + retention < now) await exchanges.delete(tx, other)
    const { privateKey: replySecret, publicKey: replyKey } = pair
    const added = { replyKey, replySecret, since: now }
    await exchanges.put(tx, key, added)
    return added
  })
  return { ...row, topic: getExchangeTopic(deployment, { asker, sbn, replyKey: row.replyKey }) }
}
