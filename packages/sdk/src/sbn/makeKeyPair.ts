import { createKeyPair, type KeyPair } from '../protocol/createKeyPair.js'
import type { SbnContext } from './context.js'
import { deriveKeyPair } from './deriveKeyPair.js'

/** The next key pair of this SBN: one that its account can bring back, when it is able to. */
export async function makeKeyPair(
  { client, deployment }: Pick<SbnContext, 'client' | 'deployment'>,
  { keySequence }: { keySequence: number },
): Promise<KeyPair> {
  const derived = await deriveKeyPair({ client }, { deployment, sequence: keySequence + 1 })
  return derived ?? createKeyPair()
}
