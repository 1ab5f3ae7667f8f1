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

/**
 * Something else signs for the account: a nonce went to a transaction that the outbox does not know.
 * What had the nonce is sent again under another one, once no reorganization can bring it back.
 */
export class NonceTakenError extends PassbandError {
  override readonly name = 'NonceTakenError'

  constructor() {
    super('A transaction of the account that the outbox does not know took a nonce.', {
      code: 'NONCE_TAKEN',
      hint: 'Use the key for one outbox over one store only, and stop whatever else signs with it.',
    })
  }
}

/** Another outbox signs for the account, over the same store. */
export class OutboxKeyInUseError extends PassbandError {
  override readonly name = 'OutboxKeyInUseError'

  constructor() {
    super('Another outbox, perhaps in another process, signs for this account.', {
      code: 'OUTBOX_KEY_IN_USE',
      retryable: true,
      hint: 'Stop the other one, or give this one a key of its own. Nothing was sent.',
    })
  }
}

/** The market is above the most that may be offered for gas, so transactions wait. */
export class FeeCapReachedError extends PassbandError {
  override readonly name = 'FeeCapReachedError'

  constructor() {
    super('Gas costs more than the outbox may offer. Transactions wait until it is cheaper.', {
      code: 'OUTBOX_FEE_CAP_REACHED',
      retryable: true,
      hint: 'Raise `maxFeePerGas` if they are worth it.',
    })
  }
}

/** The transaction was confirmed long ago, and no server has its receipt any more. */
export class ReceiptUnavailableError extends PassbandError {
  override readonly name = 'ReceiptUnavailableError'

  constructor() {
    super('The transaction was confirmed, but no RPC server has its receipt any more.', {
      code: 'RECEIPT_UNAVAILABLE',
      hint: 'Ask for the state of the intent, or use an archive server.',
    })
  }
}
