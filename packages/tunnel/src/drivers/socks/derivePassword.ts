import { hkdfSync, type KeyObject } from 'node:crypto'
import { agree } from './x25519.js'

/**
 * The password of a pass, which both ends derive and nobody has to store or send beforehand:
 * base64url(HKDF-SHA256(X25519(own, other), salt = passId, info = 'passband socks v1')), 43
 * characters. `undefined` when the other key is of low order.
 */
export function derivePassword(
  own: KeyObject,
  other: Uint8Array,
  passId: string,
): string | undefined {
  const secret = agree(own, other)
  if (!secret) return undefined
  const key = hkdfSync('sha256', secret, Buffer.from(passId), 'passband socks v1', 32)
  return Buffer.from(key).toString('base64url')
}
