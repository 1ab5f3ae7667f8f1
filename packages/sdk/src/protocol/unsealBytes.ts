import { type Hex, hexToBytes } from 'viem'
import { UnsealFailedError } from '../errors/protocol.js'
import { importKeyPair } from './importKeyPair.js'
import { type SealContext, sealInfo } from './sealContext.js'
import { suite } from './suite.js'

/**
 * Decrypts what `sealBytes` made.
 *
 * @param parameters.privateKey X25519 private key of the reader.
 * @throws `UnsealFailedError` when it was sealed to another key or for another context, or was
 * altered.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9180
 */
export async function unsealBytes(
  sealed: Hex,
  parameters: { privateKey: Hex; context: SealContext },
): Promise<Uint8Array> {
  try {
    const bytes = hexToBytes(sealed)
    const keys = await importKeyPair(parameters.privateKey)
    const info = sealInfo(parameters.context)
    const padded = await suite.Open(keys, bytes.subarray(0, 32), bytes.subarray(32), { info })
    const length = new DataView(padded.buffer, padded.byteOffset).getUint16(0)
    if (length + 2 > padded.length) throw new RangeError('Length exceeds the plaintext.')
    return padded.subarray(2, 2 + length)
  } catch (cause) {
    throw new UnsealFailedError({ cause })
  }
}
