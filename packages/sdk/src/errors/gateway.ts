import { PassbandError } from './base.js'

/** What about a pass can be other than what a gateway sells. */
export type RefusedTerm =
  | 'sbn'
  | 'billing'
  | 'service'
  | 'driver'
  | 'mbps'
  | 'price'
  | 'clientKey'
  | 'recipientKey'

/**
 * A pass was bought for this gateway that it did not agree to: its SBN quoted what the gateway does
 * not sell, or let keys through that nobody can use. The gateway gives it up, which refunds the buyer.
 */
export class TermsRefusedError extends PassbandError {
  override readonly name = 'TermsRefusedError'
  /** Which part of the agreement. */
  readonly field: RefusedTerm

  constructor(field: RefusedTerm, options: { cause?: unknown } = {}) {
    super(`The pass is not one that this gateway agreed to: its ${field} is another.`, {
      code: 'TERMS_REFUSED',
      hint: 'It is given up. When it happens again, register with another SBN.',
      ...options,
    })
    this.field = field
  }
}

/**
 * A pass could not be delivered for too long: its SBN does not tell its details, or does not take the
 * delivery. The gateway gives it up: paid for the seconds since its start, the rest goes back.
 */
export class PassUnservedError extends PassbandError {
  override readonly name = 'PassUnservedError'

  constructor(options: { cause?: unknown } = {}) {
    super('The pass could not be delivered for too long.', {
      code: 'PASS_UNSERVED',
      paymentState: 'pending',
      hint: 'It is given up, which refunds what is left of it. Look at the SBN.',
      ...options,
    })
  }
}
