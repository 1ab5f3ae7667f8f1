import {
  type Abi,
  BaseError,
  decodeErrorResult,
  ExecutionRevertedError,
  type Hex,
  isHex,
} from 'viem'
import { errorsAbi as generatedErrorsAbi } from '../contracts/excerpts.js'
import { PassbandError, type PaymentState } from './base.js'
import { contractReverts } from './contractReverts.js'

/** A contract refused a call. `code` says why, one code for each error of the contracts. */
export class ContractRevertedError extends PassbandError {
  override readonly name = 'ContractRevertedError'
  /** Name of the Solidity error, or `undefined` when there was none. */
  readonly errorName: string | undefined
  readonly args: readonly unknown[]

  constructor(
    decoded: { errorName: string; args: readonly unknown[] } | undefined,
    options: { cause?: unknown; paymentState?: PaymentState | undefined } = {},
  ) {
    const known = decoded ? contractReverts[decoded.errorName] : undefined
    super(known?.message ?? 'The contract refused the call and did not say why.', {
      code: known?.code ?? 'CONTRACT_REVERTED',
      hint: known?.hint,
      ...options,
    })
    this.errorName = decoded?.errorName
    this.args = decoded?.args ?? []
  }
}

/** Every error that a call can revert with. */
export const errorsAbi: Abi = [
  ...generatedErrorsAbi,
  // From inline assembly of the contracts' transfer library, so the generated ABIs do not have them.
  { type: 'error', name: 'TransferFromFailed', inputs: [] },
  { type: 'error', name: 'TransferFailed', inputs: [] },
]

/** The contract error inside a failed call, or `undefined` when it is not a revert. */
export function getContractError(
  error: unknown,
  options: { paymentState?: PaymentState | undefined } = {},
): ContractRevertedError | undefined {
  if (!(error instanceof BaseError)) return undefined
  const data = findRevertData(error)
  if (data === undefined) return undefined
  return new ContractRevertedError(decode(data), { cause: error, ...options })
}

function decode(data: Hex) {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: errorsAbi, data })
    return { errorName, args }
  } catch {
    return undefined
  }
}

/**
 * The revert data inside an error: `0x` when the contract gave none, `undefined` when nothing
 * reverted. viem calls every internal error of an RPC server a revert when it happens while reading a
 * contract, so what counts is what the server said: its code for a revert, or revert data.
 */
function findRevertData(error: BaseError): Hex | undefined {
  let found: Hex | undefined
  let reverted = false
  error.walk((cause) => {
    const { code, data } = (cause ?? {}) as { code?: unknown; data?: unknown }
    // Errors about decoding have `data` too, but no code of JSON-RPC.
    if (typeof code === 'number') found ??= unwrap(data)
    if (code === ExecutionRevertedError.code || cause instanceof ExecutionRevertedError)
      reverted = true
    return false
  })
  return found ?? (reverted ? '0x' : undefined)
}

/** Servers put the revert data under `data`; wallets that pass it on, one or two levels deeper. */
function unwrap(data: unknown, depth = 0): Hex | undefined {
  if (isHex(data)) return data
  if (typeof data !== 'object' || data === null || depth > 2) return undefined
  const inner = data as { data?: unknown; originalError?: unknown }
  return unwrap(inner.data, depth + 1) ?? unwrap(inner.originalError, depth + 1)
}
