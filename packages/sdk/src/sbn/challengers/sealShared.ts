import { type Hex, hexToBytes, stringToBytes } from 'viem'

const saltBytes = 32
/** Lengths are multiples of this, so that they tell little. */
const block = 1_024

/**
 * Encrypts text for whoever has the same key, bound to what it is for. Each text has a key of its own,
 * derived from the shared one with a random salt: HKDF-SHA-256, then AES-256-GCM.
 *
 * @param options.key 32 bytes that both sides have.
 *
 * @see RFC 5869, NIST SP 800-38D
 */
export async function sealShared(
  text: string,
  { key, purpose }: { key: Hex; purpose: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes))
  const bytes = stringToBytes(text)
  const padded = new Uint8Array(Math.ceil((bytes.length + 4) / block) * block)
  new DataView(padded.buffer).setUint32(0, bytes.length)
  padded.set(bytes, 4)
  const derived = await derive(key, salt, purpose)
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, derived, padded))
  const whole = new Uint8Array(saltBytes + sealed.length)
  whole.set(salt)
  whole.set(sealed, saltBytes)
  return whole
}

/** The text, or `undefined` when it was sealed with another key, for something else, or was altered. */
export async function openShared(
  sealed: Uint8Array<ArrayBuffer>,
  { key, purpose }: { key: Hex; purpose: string },
): Promise<string | undefined> {
  try {
    const derived = await derive(key, sealed.subarray(0, saltBytes), purpose)
    const rest = sealed.subarray(saltBytes)
    const padded = new Uint8Array(await crypto.subtle.decrypt(algorithm, derived, rest))
    const length = new DataView(padded.buffer).getUint32(0)
    if (length + 4 > padded.length) return undefined
    return new TextDecoder('utf-8', { fatal: true }).decode(padded.subarray(4, 4 + length))
  } catch {
    return undefined
  }
}

// No key is used twice.
const algorithm = { name: 'AES-GCM', iv: new Uint8Array(12) }

async function derive(key: Hex, salt: Uint8Array<ArrayBuffer>, purpose: string) {
  const raw = new Uint8Array(hexToBytes(key))
  const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey'])
  const info = new Uint8Array(stringToBytes(`passband/v1/challenger/${purpose}`))
  const aes = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info },
    material,
    aes,
    false,
    ['encrypt', 'decrypt'],
  )
}
