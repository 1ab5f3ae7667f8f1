import { PassbandError } from './base.js'

/** It was not started, its start was broken off, or it is closed. */
export class NotRunningError extends PassbandError {
  override readonly name = 'NotRunningError'

  constructor(what: 'gateway' | 'SBN') {
    super(`The ${what} is not running.`, {
      code: 'NOT_RUNNING',
      hint: 'Call `start()` first; after `close()`, make a new one over the same store.',
    })
  }
}
