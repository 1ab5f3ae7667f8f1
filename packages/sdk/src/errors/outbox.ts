import type { TransactionReceipt } from 'viem'
import { PassbandError } from './base.js'

/** The outbox is closed. What was submitted is sent by the next outbox over the same store. */
export class OutboxClosedError extends PassbandError {
  override readonly name = 'OutboxClosedError'

  constructor() {
    super('The outbox is closed.', {
      code: 'OUTBOX_CLOSED',
      hint: 'What was submitted is sent once an outbox is opened over the same store.',
    })
  }
}

/** Nothing was submitted under this key. */
export class IntentUnknownError extends PassbandError {
  override readonly name = 'IntentUnknownError'

  constructor() {
    super('Nothing was submitted to the outbox under this key.', { code: 'INTENT_UNKNOWN' })
  }
}

/** The transaction was mined, and failed there although it had passed before. Gas was paid. */
export class TransactionRevertedError extends PassbandError {
  override readonly name = 'TransactionRevertedError'
  readonly receipt: TransactionReceipt

  constructor(receipt: TransactionReceipt) {
    super('The transaction was mined, but the contract refused it.', {
      code: 'TRANSACTION_REVERTED',
      hint: 'Something else happened first. Submit it again under another key if it still applies.',
    })
    this.receipt = receipt
  }
}

/** Something else used the account and took the nonce, so this transaction can never be mined. */
export class NonceTakenError extends PassbandError {
  override readonly name = 'NonceTakenError'

  constructor() {
    super('Another transaction of the account took the nonce.', {
      code: 'NONCE_TAKEN',
      hint: 'Use the key for one outbox only. Submit it again under another key.',
    })
  }
}
