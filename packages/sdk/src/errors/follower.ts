import { PassbandError } from './base.js'

/** The follower was closed before it had caught up, or is used after its `close()`. */
export class FollowerClosedError extends PassbandError {
  override readonly name = 'FollowerClosedError'

  constructor() {
    super('The follower is closed.', { code: 'FOLLOWER_CLOSED' })
  }
}
