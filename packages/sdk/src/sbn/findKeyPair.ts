import type { Hex } from 'viem'
import type { KeyPair } from '../protocol/createKeyPair.js'
import type { RowOf } from '../store/rowOf.js'
import type { SbnContext } from './context.js'
import { deriveKeyPair } from './deriveKeyPair.js'
import { keys } from './tables.js'

type Context = Pick<SbnContext, 'client' | 'deployment' | 'store'>
type SbnRecord = { encryptionKey: Hex; keySequence: number }

/**
 * The key pair that is registered now: from the store, or, when that was lost, from the account, together
 * with the ones before it, which older registrations are sealed to.
 *
 * @returns `undefined` when there is none, or when it cannot be brought back.
 */
export async function findKeyPair(
  { client, deployment, store }: Context,
  { encryptionKey, keySequence }: SbnRecord,
): Promise<RowOf<typeof keys> | undefined> {
  const known = await store.transaction((tx) => keys.get(tx, encryptionKey))
  if (known || keySequence === 0) return known
  const sequences = Array.from(
    { length: Math.min(keySequence, mostKeys) },
    (_, i) => keySequence - i,
  )
  const pairs: KeyPair[] = []
  for (const sequence of sequences) {
    const pair = await deriveKeyPair({ client }, { deployment, sequence })
    if (!pair) return undefined
    pairs.push(pair)
  }
  // Of keys that were made at random, the account knows nothing.
  if (!pairs.some(({ publicKey }) => publicKey === encryptionKey)) return undefined
  return store.transaction(async (tx) => {
    // What its URL is cannot be read from the chain: it is published once more.
    for (const pair of pairs)
      if (!(await keys.get(tx, pair.publicKey)))
        await keys.put(tx, pair.publicKey, { ...pair, url: '' })
    return keys.get(tx, encryptionKey)
  })
}

/** How many keys are brought back at most, the newest first. */
const mostKeys = 16
