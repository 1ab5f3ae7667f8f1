import { formatPrix } from '../internal/formatPrix.js'
import { PassbandError, type PaymentState } from './base.js'

/** The quote costs more than the caller allowed. Nothing was signed. */
export class PriceAboveBudgetError extends PassbandError {
  override readonly name = 'PriceAboveBudgetError'
  readonly price: bigint
  readonly maxPrice: bigint

  constructor(price: bigint, maxPrice: bigint) {
    super(`The price is ${formatPrix(price)}, above the budget of ${formatPrix(maxPrice)}.`, {
      code: 'PRICE_ABOVE_BUDGET',
      paymentState: 'unpaid',
      hint: 'Raise `maxPrice`, or ask for less.',
    })
    this.price = price
    this.maxPrice = maxPrice
  }
}

/** The quote's deadline is over. */
export class QuoteExpiredError extends PassbandError {
  override readonly name = 'QuoteExpiredError'

  constructor(options: { cause?: unknown } = {}) {
    super('The quote has expired; no money moved.', {
      code: 'QUOTE_EXPIRED',
      paymentState: 'unpaid',
      hint: 'Ask for a new quote.',
      ...options,
    })
  }
}

/** The quote is not what the SBN signed, or not what was asked for. */
export class QuoteAlteredError extends PassbandError {
  override readonly name = 'QuoteAlteredError'

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super(`The quote was altered: ${reason} No money moved.`, {
      code: 'QUOTE_ALTERED',
      paymentState: 'unpaid',
      hint: 'Ask for a new quote.',
      ...options,
    })
  }
}

/** What the SBN has attested about the quote's gateway is missing, or does not support the quote. */
export class QuoteNotAttestedError extends PassbandError {
  override readonly name = 'QuoteNotAttestedError'

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super(`The quote is not backed by an attestation: ${reason} No money moved.`, {
      code: 'QUOTE_NOT_ATTESTED',
      paymentState: 'unpaid',
      hint: 'Ask for a new quote, ask another SBN, or buy without `attested`.',
      ...options,
    })
  }
}

/**
 * The quote was bought, and its pass has ended or belongs to somebody else now; nothing was paid again.
 * (One that is open and one's own is simply returned.)
 */
export class QuoteAlreadyUsedError extends PassbandError {
  override readonly name = 'QuoteAlreadyUsedError'
  readonly passId: string

  constructor(
    passId: string,
    options: { cause?: unknown; paymentState?: 'paid' | 'refunded' | undefined } = {},
  ) {
    const { cause, paymentState = 'paid' } = options
    super('This quote was bought already, and its pass has ended or changed hands.', {
      code: 'QUOTE_ALREADY_USED',
      paymentState,
      hint: 'Nothing was paid again. Ask for a new quote for another pass.',
      cause,
    })
    this.passId = passId
  }
}

/** The account holds less PRIX than the price. */
export class InsufficientPrixError extends PassbandError {
  override readonly name = 'InsufficientPrixError'
  readonly needed: bigint
  readonly balance: bigint

  constructor(needed: bigint, balance: bigint) {
    super(`The account holds ${formatPrix(balance)} and needs ${formatPrix(needed)}.`, {
      code: 'INSUFFICIENT_PRIX',
      paymentState: 'unpaid',
      hint: 'Nothing was sent.',
    })
    this.needed = needed
    this.balance = balance
  }
}

/** A transaction was sent, and it is not known yet whether it was mined. */
export class TransactionPendingError extends PassbandError {
  override readonly name = 'TransactionPendingError'
  readonly hash: string

  constructor(hash: string, options: { cause?: unknown } = {}) {
    super('The transaction was sent and is not confirmed yet.', {
      code: 'TRANSACTION_PENDING',
      retryable: true,
      paymentState: 'pending',
      hint: 'Do the same again: it waits for what was sent, and nothing is paid twice.',
      ...options,
    })
    this.hash = hash
  }
}

/** There is no pass with this id: it was never bought. */
export class PassNotFoundError extends PassbandError {
  override readonly name = 'PassNotFoundError'

  constructor() {
    super('There is no such pass on this chain.', {
      code: 'PASS_NOT_FOUND',
      paymentState: 'unpaid',
    })
  }
}

/** The pass has ended: its time is over, or it was left, given up or settled. */
export class PassEndedError extends PassbandError {
  override readonly name = 'PassEndedError'

  constructor(options: { paymentState?: PaymentState | undefined } = {}) {
    super('The pass has ended.', {
      code: 'PASS_ENDED',
      paymentState: 'paid',
      hint: 'Buy a new one.',
      ...options,
    })
  }
}

/** The gateway has not delivered the connection info in time. */
export class DeliveryTimeoutError extends PassbandError {
  override readonly name = 'DeliveryTimeoutError'

  constructor(seconds: number, options: { cause?: unknown } = {}) {
    super(`The gateway has not delivered the connection info within ${seconds} s.`, {
      code: 'DELIVERY_TIMEOUT',
      retryable: true,
      paymentState: 'paid',
      hint: 'Try again, or `leave()` to get back all but the minimum.',
      ...options,
    })
  }
}

/** What was delivered is not the gateway's, or does not open. */
export class DeliveryInvalidError extends PassbandError {
  override readonly name = 'DeliveryInvalidError'

  constructor(options: { cause?: unknown } = {}) {
    super('The delivered connection info is not valid.', {
      code: 'DELIVERY_INVALID',
      paymentState: 'paid',
      hint: '`leave()` gives back all but the minimum.',
      ...options,
    })
  }
}

/** The keys of a pass are not in this store. */
export class PassKeysMissingError extends PassbandError {
  override readonly name = 'PassKeysMissingError'

  constructor() {
    super('The keys of this pass are not in this store, so its connection info cannot be opened.', {
      code: 'PASS_KEYS_MISSING',
      paymentState: 'paid',
      hint: 'Open it where it was bought, or make new keys with `rekey()`; `leave()` works everywhere.',
    })
  }
}

/** The pass is carried by a driver that was not handed in. */
export class DriverMissingError extends PassbandError {
  override readonly name = 'DriverMissingError'

  constructor(driver: string) {
    super(`The pass needs the driver "${driver}".`, {
      code: 'DRIVER_MISSING',
      paymentState: 'paid',
      hint: 'Hand it in under `drivers`, not its name alone.',
    })
  }
}
