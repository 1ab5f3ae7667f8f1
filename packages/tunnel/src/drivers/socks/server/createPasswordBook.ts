import { createHash, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { InvalidParameterError } from '../../../errors/InvalidParameterError.js'
import { derivePassword } from '../derivePassword.js'

/** Which password each admitted pass has. Holds hashes only. */
export type PasswordBook = {
  /** Throws an `InvalidParameterError` for a client key of low order. */
  set(passId: string, clientKey: Uint8Array): void
  delete(passId: string): void
  /** Takes the same time for a wrong password and for an unknown pass. */
  check(passId: string, password: string): boolean
}

export function createPasswordBook(privateKey: KeyObject): PasswordBook {
  const hashes = new Map<string, Buffer>()
  const nobody = randomBytes(32)
  const hash = (password: string) => createHash('sha256').update(password, 'latin1').digest()
  return {
    set(passId, clientKey) {
      const password = derivePassword(privateKey, clientKey, passId)
      if (password === undefined) {
        throw new InvalidParameterError(
          'clientKey',
          'an X25519 public key that is not of low order',
        )
      }
      hashes.set(passId, hash(password))
    },
    delete: (passId) => hashes.delete(passId),
    check: (passId, password) => timingSafeEqual(hash(password), hashes.get(passId) ?? nobody),
  }
}
