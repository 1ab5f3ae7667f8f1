import {
  AbiDecodingDataSizeTooSmallError,
  AbiDecodingZeroDataError,
  BaseError,
  InsufficientFundsError,
  IntegerOutOfRangeError,
  InvalidAddressError,
  UserRejectedRequestError,
} from 'viem'
import { PassbandError, type PaymentState } from './base.js'
import {
  ChainAnswerInvalidError,
  ChainRefusedError,
  ChainUnreachableError,
  InsufficientGasError,
  SignatureRefusedError,
} from './client.js'
import { getContractError } from './contract.js'
import { findConnectionError } from './findConnectionError.js'

const nonsense = [
  AbiDecodingDataSizeTooSmallError,
  AbiDecodingZeroDataError,
  InvalidAddressError,
  IntegerOutOfRangeError,
]

/** What viem stumbles over while it reads an answer of another shape. */
function isNonsense(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError)
    return true
  return (
    error instanceof BaseError &&
    error.walk((cause) => nonsense.some((kind) => cause instanceof kind)) !== null
  )
}

/** Turns a failure of viem into the SDK's error for it. Everything else passes through. */
export function toChainError(
  error: unknown,
  options: { paymentState?: PaymentState | undefined } = {},
): unknown {
  if (isNonsense(error)) return new ChainAnswerInvalidError({ cause: error, ...options })
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
