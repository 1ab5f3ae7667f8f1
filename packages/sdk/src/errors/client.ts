import { PassbandError, type PaymentState } from './base.js'

type Options = { cause?: unknown; paymentState?: PaymentState | undefined }

/** The account cannot pay for gas. */
export class InsufficientGasError extends PassbandError {
  override readonly name = 'InsufficientGasError'

  constructor(options: Options = {}) {
    super('The account has too little of the chain’s own currency to pay for gas.', {
      code: 'INSUFFICIENT_GAS',
      hint: 'Send it some and try again.',
      ...options,
    })
  }
}

/** The wallet's owner said no. */
export class SignatureRefusedError extends PassbandError {
  override readonly name = 'SignatureRefusedError'

  constructor(options: Options = {}) {
    super('The wallet refused to sign.', { code: 'SIGNATURE_REFUSED', ...options })
  }
}

/** The RPC server does not answer, or not in time. */
export class ChainUnreachableError extends PassbandError {
  override readonly name = 'ChainUnreachableError'

  constructor(options: Options = {}) {
    super('The chain’s RPC server cannot be reached.', {
      code: 'CHAIN_UNREACHABLE',
      retryable: true,
      hint: 'Check the transport of the client.',
      ...options,
    })
  }
}

/** The client or its RPC server refused, for a reason of their own. */
export class ChainRefusedError extends PassbandError {
  override readonly name = 'ChainRefusedError'

  constructor(reason: string, options: Options = {}) {
    super(`The RPC server or the wallet refused: ${reason}`, {
      code: 'CHAIN_REFUSED',
      ...options,
    })
  }
}

/** The RPC server's answer makes no sense: of another shape, empty, or about something else. */
export class ChainAnswerInvalidError extends PassbandError {
  override readonly name = 'ChainAnswerInvalidError'

  constructor(options: Options = {}) {
    super('The RPC server’s answer makes no sense.', {
      code: 'CHAIN_ANSWER_INVALID',
      retryable: true,
      hint: 'Check that it serves this chain and that the contracts’ addresses are right.',
      ...options,
    })
  }
}
