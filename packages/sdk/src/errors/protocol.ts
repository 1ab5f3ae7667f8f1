import { PassbandError } from './base.js'

/** A sealed text could not be opened with this key for this purpose. */
export class UnsealFailedError extends PassbandError {
  override readonly name = 'UnsealFailedError'

  constructor(options: { cause?: unknown } = {}) {
    super('The sealed text does not open: other key, other purpose, or altered.', {
      code: 'UNSEAL_FAILED',
      ...options,
    })
  }
}

/** A message is not signed by the account that it names. */
export class SignatureInvalidError extends PassbandError {
  override readonly name = 'SignatureInvalidError'

  constructor(what: string, options: { cause?: unknown } = {}) {
    super(`The ${what} is not signed by the account it names.`, {
      code: 'SIGNATURE_INVALID',
      ...options,
    })
  }
}

/** A message came too late, or claims a time too far ahead. */
export class MessageExpiredError extends PassbandError {
  override readonly name = 'MessageExpiredError'

  constructor(what: string) {
    super(`The ${what} has expired, or the clock of one side is wrong.`, {
      code: 'MESSAGE_EXPIRED',
      retryable: true,
    })
  }
}
