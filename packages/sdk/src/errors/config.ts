import { PassbandError } from './base.js'

/** Nobody said where the contracts are on this chain. */
export class ContractsUnknownError extends PassbandError {
  override readonly name = 'ContractsUnknownError'

  constructor(chainId: number | undefined) {
    super(`The contracts' addresses on chain ${chainId ?? 'unknown'} are not known.`, {
      code: 'CONTRACTS_UNKNOWN',
      paymentState: 'unpaid',
      hint: 'Pass `contracts`, or a chain whose `contracts` name `marketplace` and `prix`.',
    })
  }
}

/** The client, its RPC server and the SBN do not mean the same chain or contracts. */
export class WrongChainError extends PassbandError {
  override readonly name = 'WrongChainError'
  readonly expected: number | string
  readonly actual: number | string

  constructor(whose: string, expected: number | string, actual: number | string) {
    super(`The ${whose} is on ${actual}, the client on ${expected}. Nothing was signed or sent.`, {
      code: 'WRONG_CHAIN',
      paymentState: 'unpaid',
      hint: 'Use one chain and one deployment on both sides.',
    })
    this.expected = expected
    this.actual = actual
  }
}

/** A package that this entry needs is not installed. */
export class PackageMissingError extends PassbandError {
  override readonly name = 'PackageMissingError'

  constructor(packageName: string, options: { cause?: unknown } = {}) {
    super(`The optional package "${packageName}" is not installed.`, {
      code: 'PACKAGE_MISSING',
      hint: `Install it: npm install ${packageName}`,
      ...options,
    })
  }
}
