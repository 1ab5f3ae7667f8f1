import { BaseError, InsufficientFundsError, UserRejectedRequestError } from 'viem'
import { PassbandError, type PaymentState } from './base.js'
import {
  ChainRefusedError,
  ChainUnreachableError,
  InsufficientGasError,
  SignatureRefusedError,
} from './client.js'
import { getContractError } from './contract.js'
import { findConnectionError } from './findConnectionError.js'

/** Turns a failure of viem into the SDK's error for it. Everything else passes through. */
export function toChainError(
  error: unknown,
  options: { paymentState?: PaymentState | undefined } = {},
): unknown {
  if (PassbandError.is(error) || !(error instanceof BaseError)) return error
  const caused = (test: (cause: unknown) => boolean) => error.walk(test) !== null
  if (caused((cause) => cause instanceof InsufficientFundsError))
    return new InsufficientGasError({ cause: error, ...options })
  if (caused((cause) => cause instanceof UserRejectedRequestError))
    return new SignatureRefusedError({ cause: error, ...options })
  const contractError = getContractError(error, options)
  if (contractError) return contractError
  if (findConnectionError(error)) return new ChainUnreachableError({ cause: error, ...options })
  return new ChainRefusedError(error.shortMessage, { cause: error, ...options })
}
