import type { Grant, GrantUpdate } from '../driver.js'
import { InvalidParameterError } from '../errors/InvalidParameterError.js'

/** Throws an `InvalidParameterError` unless the grant is well formed. */
export function validateGrant(grant: Grant): void {
  if (!isPassId(grant.passId)) {
    throw new InvalidParameterError('passId', '1 to 128 characters of A-Z a-z 0-9 : _ -')
  }
  if (!(grant.clientKey instanceof Uint8Array) || grant.clientKey.length !== 32) {
    throw new InvalidParameterError('clientKey', 'an X25519 public key of 32 bytes')
  }
  if (!Number.isFinite(grant.expiresAt)) {
    throw new InvalidParameterError('expiresAt', 'a Unix time in seconds')
  }
  if (grant.used && !(grant.used.up >= 0n && grant.used.down >= 0n)) {
    throw new InvalidParameterError('used', 'byte counts of zero or more')
  }
  validateUpdate(grant)
}

/** Throws an `InvalidParameterError` unless the limits are usable. */
export function validateUpdate({ expiresAt, mbps, quota }: GrantUpdate): void {
  if (expiresAt !== undefined && !Number.isFinite(expiresAt)) {
    throw new InvalidParameterError('expiresAt', 'a Unix time in seconds')
  }
  if (mbps !== undefined && !(Number.isFinite(mbps) && mbps > 0)) {
    throw new InvalidParameterError('mbps', 'a number above zero')
  }
  if (quota !== undefined && !(typeof quota === 'bigint' && quota >= 0n)) {
    throw new InvalidParameterError('quota', 'a bigint of zero or more')
  }
}

export function isPassId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9:_-]{1,128}$/.test(value)
}
