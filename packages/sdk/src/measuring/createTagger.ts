import { type Hex, hexToBytes, stringToBytes } from 'viem'

/** A tag of texts, which only who has the key can make: 64 hexadecimal digits. */
export type Tagger = (...texts: (string | number)[]) => Promise<string>

/**
 * Makes tags with a key: HMAC-SHA-256.
 *
 * @param key 32 bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2104
 */
export async function createTagger(key: Hex): Promise<Tagger> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const raw = new Uint8Array(hexToBytes(key))
  const imported = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign'])
  return async (...texts) => {
    // None of the texts has a line break in it, so no two lists of them are one text.
    const text = new Uint8Array(stringToBytes(texts.join('\n')))
    const tag = await crypto.subtle.sign('HMAC', imported, text)
    return toDigits(new Uint8Array(tag))
  }
}

function toDigits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
