import { PassbandError } from './base.js'

/** The SBN cannot be reached, or does not answer in time. */
export class SbnUnreachableError extends PassbandError {
  override readonly name = 'SbnUnreachableError'

  constructor(options: { cause?: unknown } = {}) {
    super('The SBN cannot be reached.', {
      code: 'SBN_UNREACHABLE',
      retryable: true,
      paymentState: 'unpaid',
      hint: 'Check its URL, or use another SBN.',
      ...options,
    })
  }
}

/** What the SBN answered is not what it may answer: malformed, oversized, or not what was asked. */
export class SbnAnswerInvalidError extends PassbandError {
  override readonly name = 'SbnAnswerInvalidError'

  constructor(options: { cause?: unknown; reason?: string | undefined } = {}) {
    const { reason, cause } = options
    super(`The SBN’s answer is not valid${reason ? `: ${reason}` : '.'}`, {
      code: 'SBN_ANSWER_INVALID',
      paymentState: 'unpaid',
      hint: 'Use another SBN.',
      cause,
    })
  }
}

/** The SBN refused. `code` is the SBN's. */
export class SbnRefusedError extends PassbandError {
  override readonly name = 'SbnRefusedError'
  /** What the SBN says. */
  readonly title: string

  constructor(refusal: { code: string; title: string; retryable: boolean }) {
    super(`The SBN refused: ${refusal.title}`, {
      code: refusal.code,
      docs: 'SBN_REFUSED',
      retryable: refusal.retryable,
      paymentState: 'unpaid',
    })
    this.title = refusal.title
  }
}

/** No trusted gateway has what was asked for. */
export class NoGatewayFitsError extends PassbandError {
  override readonly name = 'NoGatewayFitsError'

  constructor() {
    super('No gateway fits these requirements.', {
      code: 'NO_GATEWAY_FITS',
      retryable: true,
      paymentState: 'unpaid',
      hint: 'Ask for less bandwidth, another country, or later.',
    })
  }
}

/** A message on the chain would cost more than was allowed. It was not posted. */
export class MessageTooExpensiveError extends PassbandError {
  override readonly name = 'MessageTooExpensiveError'
  /** Wei that it would cost at most. */
  readonly cost: bigint
  /** Wei that were allowed. */
  readonly maxCost: bigint

  constructor(cost: bigint, maxCost: bigint) {
    super(`A message on the chain costs ${cost} wei now, above the limit of ${maxCost} wei.`, {
      code: 'MESSAGE_TOO_EXPENSIVE',
      retryable: true,
      paymentState: 'unpaid',
      hint: 'Raise `maxCost`, or wait until gas is cheaper.',
    })
    this.cost = cost
    this.maxCost = maxCost
  }
}
