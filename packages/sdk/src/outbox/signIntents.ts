import type { Hex } from 'viem'
import { getTransactionCount } from 'viem/actions'
import { NonceTakenError, OutboxKeyInUseError } from '../errors/outbox.js'
import { numberKey } from '../store/numberKey.js'
import { askFirst } from './askFirst.js'
import { estimateFees } from './estimateFees.js'
import type { OpenQueued } from './readQueue.js'
import type { Sight } from './readSight.js'
import { sendStored } from './sendStored.js'
import { signCall } from './signCall.js'
import { rowKey } from './submitIntent.js'
import { intents, nonces, queue, type SentIntent, senders } from './tables.js'
import type { OutboxContext } from './types.js'

export type Ready = OpenQueued & { gas: bigint }

/**
 * Signs intents with the next nonces, stores the bytes before anybody else sees them, and sends them.
 *
 * @param isAlone Whether nothing that was sent earlier waits for its confirmation.
 */
export async function signIntents(
  context: OutboxContext,
  sight: Sight,
  { ready, isAlone }: { ready: readonly Ready[]; isAlone: boolean },
): Promise<void> {
  const { client, lease, name, reached, store } = context
  const { chainId, head } = sight
  const fees = await estimateFees(context, head)
  const known = (await store.transaction((tx) => senders.get(tx, name)))?.account?.nextNonce
  const first = await chooseNonce(context, sight, known, isAlone)
  const at = { number: head.number, timestamp: head.timestamp }
  const sent: { position: string; intent: SentIntent; raw: Hex }[] = []
  for (const { gas, intent, position } of ready) {
    const nonce = first + sent.length
    const raw = await signCall(context, chainId, { ...intent, gas, nonce }, fees)
    const signed = { nonce, versions: [raw], at }
    sent.push({ position, raw, intent: { ...intent, state: 'sent', signed } })
  }
  await reached('signed')

  await lease.write(async (tx) => {
    const sender = await senders.get(tx, name)
    if (!sender || sender.account?.nextNonce !== known) throw new OutboxKeyInUseError()
    for (const { intent, position } of sent) {
      const { key, signed } = intent
      await intents.put(tx, rowKey(name, key), intent)
      await nonces.insert(tx, rowKey(name, numberKey(signed.nonce)), { key, position })
      await queue.delete(tx, position)
    }
    const account = { chainId, address: client.account.address, nextNonce: first + sent.length }
    await senders.put(tx, name, { ...sender, account })
  })
  await reached('stored')
  await sendStored(context, sight, sent)
}

/** The store's word counts; the chain's is asked where it can only be ahead. */
async function chooseNonce(
  context: OutboxContext,
  { count }: Sight,
  known: number | undefined,
  isAlone: boolean,
): Promise<number> {
  const { address } = context.client.account
  if (known === undefined) {
    const pending = (endpoint: OutboxContext['endpoints'][number]) =>
      getTransactionCount(endpoint, { address, blockTag: 'pending' })
    return Math.max(count, await askFirst(context, pending))
  }
  if (!isAlone || count <= known) return known
  context.report(`nonce ${known}`, new NonceTakenError())
  return count
}
