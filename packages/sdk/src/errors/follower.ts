import { PassbandError } from './base.js'

/** The follower was closed before it had caught up, or is used after its `close()`. */
export class FollowerClosedError extends PassbandError {
  override readonly name = 'FollowerClosedError'

  constructor() {
    super('The follower is closed.', { code: 'FOLLOWER_CLOSED' })
  }
}

/** An RPC server's answer is no block, no log or no receipt, or is far too large. */
export class RpcAnswerInvalidError extends PassbandError {
  override readonly name = 'RpcAnswerInvalidError'

  constructor(what: string, options: { cause?: unknown } = {}) {
    super(`The RPC server answered nonsense when asked for ${what}.`, {
      code: 'RPC_ANSWER_INVALID',
      retryable: true,
      hint: 'Nothing of it was used. If it goes on, use another RPC server.',
      ...options,
    })
  }
}

/** What an RPC server says does not fit what else it says. */
export class RpcContradictionError extends PassbandError {
  override readonly name = 'RpcContradictionError'

  constructor(contradiction: string) {
    super(`The RPC server contradicts itself: ${contradiction}.`, {
      code: 'RPC_CONTRADICTION',
      retryable: true,
      hint: 'Nothing of it was used. If it goes on, use another RPC server.',
    })
  }
}

/** An RPC server does not have, or not yet, what it named itself. */
export class RpcLaggingError extends PassbandError {
  override readonly name = 'RpcLaggingError'

  constructor(what: string, options: { cause?: unknown } = {}) {
    super(`The RPC server does not have ${what}, although its chain reaches that far.`, {
      code: 'RPC_LAGGING',
      retryable: true,
      hint: 'It is asked again. Behind a load balancer this passes by itself.',
      ...options,
    })
  }
}

/** The newest block of the RPC servers is much older than what was already read. */
export class RpcFarBehindError extends PassbandError {
  override readonly name = 'RpcFarBehindError'
  /** How many blocks. */
  readonly behind: bigint

  constructor(behind: bigint) {
    super(`The RPC server’s chain ends ${behind} blocks before what was already read.`, {
      code: 'RPC_FAR_BEHIND',
      retryable: true,
      hint: 'Reading pauses and nothing is undone. Wait until it has caught up, or use another one.',
    })
    this.behind = behind
  }
}

/** A block's header says that it may have events, but the RPC server gives none and no receipts. */
export class LogsMissingError extends PassbandError {
  override readonly name = 'LogsMissingError'
  readonly blockNumber: bigint

  constructor(blockNumber: bigint, options: { cause?: unknown } = {}) {
    super(`The RPC server seems to hide events of block ${blockNumber}.`, {
      code: 'LOGS_MISSING',
      retryable: true,
      hint: 'Reading waits at that block. Use an RPC server that has its logs or its receipts.',
      ...options,
    })
    this.blockNumber = blockNumber
  }
}

/** The chain of the RPC servers parts from what was read before all that can be undone. */
export class ReorgTooDeepError extends PassbandError {
  override readonly name = 'ReorgTooDeepError'

  constructor() {
    super('The RPC server’s chain is not the one that was read so far.', {
      code: 'REORG_TOO_DEEP',
      hint: 'Reading pauses and nothing is undone. Check that the RPC server is on the right chain.',
    })
  }
}

/** No majority of the RPC endpoints that answer says the same. */
export class EndpointsDisagreeError extends PassbandError {
  override readonly name = 'EndpointsDisagreeError'

  constructor(what: string) {
    super(`The RPC endpoints disagree about ${what}.`, {
      code: 'RPC_ENDPOINTS_DISAGREE',
      retryable: true,
      hint: 'Reading waits until most of them agree. With three or more, one may be wrong.',
    })
  }
}
