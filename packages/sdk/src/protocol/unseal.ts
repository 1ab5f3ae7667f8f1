import { bytesToString, type Hex } from 'viem'
import type { SealContext } from './sealContext.js'
import { unsealBytes } from './unsealBytes.js'

/**
 * Decrypts what `seal` made.
 *
 * @param parameters.privateKey X25519 private key of the reader.
 * @throws `UnsealFailedError` when it was sealed to another key or for another context, or was
 * altered.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9180
 */
export async function unseal(
  sealed: Hex,
  parameters: { privateKey: Hex; context: SealContext },
): Promise<string> {
  return bytesToString(await unsealBytes(sealed, parameters))
}
