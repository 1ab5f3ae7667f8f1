import { BaseError } from 'viem'
import { toChainError } from './toChainError.js'

/**
 * As `toChainError`, where more than calls to the chain can have failed: a mistake in a callback is not
 * taken for an answer of the RPC server that makes no sense.
 */
export function translateViemError(error: unknown): unknown {
  return error instanceof BaseError ? toChainError(error) : error
}
