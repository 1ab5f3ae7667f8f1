import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto'

const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b656e032100', 'hex')

/** Wraps a raw X25519 private key of 32 bytes (RFC 8410). */
export function toPrivateKey(bytes: Uint8Array): KeyObject {
  const key = Buffer.concat([privatePrefix, bytes])
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

/** Wraps a raw X25519 public key of 32 bytes (RFC 8410). */
export function toPublicKey(bytes: Uint8Array): KeyObject {
  const key = Buffer.concat([publicPrefix, bytes])
  return createPublicKey({ key, format: 'der', type: 'spki' })
}

/** The raw public key of a private key. */
export function publicBytes(privateKey: KeyObject): Buffer {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return spki.subarray(publicPrefix.length)
}

/**
 * X25519 (RFC 7748). `undefined` when the public key is of low order, which would make the secret
 * the same for everybody.
 */
export function agree(privateKey: KeyObject, publicKey: Uint8Array): Buffer | undefined {
  try {
    const secret = diffieHellman({ privateKey, publicKey: toPublicKey(publicKey) })
    return secret.some((byte) => byte !== 0) ? secret : undefined
  } catch {
    return undefined
  }
}
