import { PassbandError } from './base.js'

/** A challenger cannot be reached, or does not answer in time. */
export class ChallengerUnreachableError extends PassbandError {
  override readonly name = 'ChallengerUnreachableError'

  constructor() {
    super('The challenger cannot be reached, or did not answer in time.', {
      code: 'CHALLENGER_UNREACHABLE',
      retryable: true,
      hint: 'Check that it runs, and its URL.',
    })
  }
}

/** A challenger and the SBN do not have the same key. */
export class ChallengerKeyWrongError extends PassbandError {
  override readonly name = 'ChallengerKeyWrongError'

  constructor() {
    super('The challenger has another key.', {
      code: 'CHALLENGER_KEY_WRONG',
      hint: 'Give the SBN and the challenger the same 32 bytes.',
    })
  }
}

/** A challenger does not do what it is asked. */
export class ChallengerRefusedError extends PassbandError {
  override readonly name = 'ChallengerRefusedError'
  /** HTTP status: 409 seen before, 410 too late, 501 not with this driver, 503 busy or not well. */
  readonly status: number

  constructor(status: number) {
    super(`The challenger refused with HTTP status ${status}.`, {
      code: 'CHALLENGER_REFUSED',
      retryable: status === 503,
      hint: 'With 410, the clocks of both machines differ.',
    })
    this.status = status
  }
}

/** What a challenger answers is not a report. */
export class ChallengerAnswerInvalidError extends PassbandError {
  override readonly name = 'ChallengerAnswerInvalidError'

  constructor() {
    super('What the challenger answers is not a report.', {
      code: 'CHALLENGER_ANSWER_INVALID',
      hint: 'Run the same version on both machines.',
    })
  }
}
