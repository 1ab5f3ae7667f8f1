import { PassbandError } from './base.js'

type Options = { cause?: unknown }

/** The wallet was asked to buy, and neither it nor the chain says what became of that. */
export class PurchaseUncertainError extends PassbandError {
  override readonly name = 'PurchaseUncertainError'
  readonly passId: string
  /** Unix seconds, chain time, after which it cannot be bought any more. */
  readonly deadline: number

  constructor(passId: string, deadline: number, options: Options = {}) {
    super('The wallet was asked to buy, and it is not known whether it sent.', {
      code: 'PURCHASE_UNCERTAIN',
      retryable: true,
      paymentState: 'pending',
      hint: 'Buy the same again or `resume()`: nothing is paid twice, and after its deadline it is known.',
      ...options,
    })
    this.passId = passId
    this.deadline = deadline
  }
}

/** The purchase never went out, or another transaction of the account took its place. */
export class PurchaseDroppedError extends PassbandError {
  override readonly name = 'PurchaseDroppedError'
  readonly passId: string

  constructor(passId: string, options: Options = {}) {
    super('The purchase was not carried out: it never went out, or was replaced or cancelled.', {
      code: 'PURCHASE_DROPPED',
      retryable: true,
      paymentState: 'unpaid',
      hint: 'Buy the same again, or ask for a new quote.',
      ...options,
    })
    this.passId = passId
  }
}

/** The chain took back the block with the purchase. It may come again, in another block. */
export class PurchaseReorganizedError extends PassbandError {
  override readonly name = 'PurchaseReorganizedError'
  readonly passId: string

  constructor(passId: string, options: Options = {}) {
    super('The chain has reorganized, and the purchase is not on it any more.', {
      code: 'PURCHASE_REORGANIZED',
      retryable: true,
      paymentState: 'pending',
      hint: 'Buy the same again or `resume()`; ask for `confirmations` where that happens often.',
      ...options,
    })
    this.passId = passId
  }
}
