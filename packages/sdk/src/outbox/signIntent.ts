import { keccak256 } from 'viem'
import { getChainId, getTransactionCount } from 'viem/actions'
import { WrongChainError } from '../errors/config.js'
import { abortable } from '../internal/abortable.js'
import { estimateFees } from './estimateFees.js'
import type { OpenIntent } from './finishIntent.js'
import { rowKey } from './submitIntent.js'
import { intents, type QueuedIntent, type SentIntent, senders } from './tables.js'
import type { OutboxContext } from './types.js'

/**
 * Signs an intent with the next nonce and stores the bytes, before anybody else sees them.
 *
 * @returns What is now to be broadcast, or `undefined` when another outbox over the same store was
 * faster.
 */
export async function signIntent(
  context: OutboxContext,
  { position, intent }: OpenIntent<QueuedIntent>,
  { gas, isAlone }: { gas: bigint; isAlone: boolean },
): Promise<OpenIntent<SentIntent> | undefined> {
  const { client, store, name, signal, reached } = context
  const { account } = client
  const chainId = await abortable(getChainId(client), signal)
  const known = (await store.transaction((tx) => senders.get(tx, name)))?.account
  if (known && known.chainId !== chainId)
    throw new WrongChainError(`outbox "${name}"`, chainId, known.chainId)
  if (known && known.address !== account.address)
    throw new WrongChainError(`outbox "${name}"`, 'this account', 'another account')

  const nonce = await abortable(chooseNonce(context, known?.nextNonce, isAlone), signal)
  const fees = await abortable(estimateFees(client), signal)
  const { to, data, value } = intent
  const raw = await account.signTransaction(
    { chainId, nonce, gas, to, data, value, ...fees },
    { serializer: client.chain?.serializers?.transaction },
  )
  await reached('signed')

  const sent: SentIntent = { ...intent, state: 'sent', nonce, raw, hash: keccak256(raw) }
  const isStored = await store.transaction(async (tx) => {
    const sender = await senders.get(tx, name)
    const current = await intents.get(tx, rowKey(name, intent.key))
    const wasFirst = sender?.account?.nextNonce === known?.nextNonce
    if (!sender || !wasFirst || current?.state !== 'queued') return false
    await intents.put(tx, rowKey(name, intent.key), sent)
    const next = { chainId, address: account.address, nextNonce: nonce + 1 }
    await senders.put(tx, name, { ...sender, account: next })
    return true
  })
  return isStored ? { position, intent: sent } : undefined
}

/** The store's word counts; the chain's is asked where it can only be ahead. */
async function chooseNonce(
  { client }: OutboxContext,
  known: number | undefined,
  isAlone: boolean,
): Promise<number> {
  const { address } = client.account
  if (known === undefined) return getTransactionCount(client, { address, blockTag: 'pending' })
  if (!isAlone) return known
  return Math.max(known, await getTransactionCount(client, { address, blockTag: 'latest' }))
}
