import { BaseError, ContractFunctionRevertedError, decodeErrorResult, type Hex, isHex } from 'viem'
import { marketplaceAbi, prixAbi } from '../contracts/generated.js'
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

const errorsAbi = [...marketplaceAbi, ...prixAbi].filter((item) => item.type === 'error')

/** The contract error inside a failed call, or `undefined` when it is not a revert. */
export function getContractError(
  error: unknown,
  options: { paymentState?: PaymentState | undefined } = {},
): ContractRevertedError | undefined {
  if (!(error instanceof BaseError)) return undefined
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError)
  if (reverted instanceof ContractFunctionRevertedError && reverted.data)
    return new ContractRevertedError(
      { errorName: reverted.data.errorName, args: reverted.data.args ?? [] },
      { cause: error, ...options },
    )
  const data = findRevertData(error)
  if (data === undefined) return undefined
  return new ContractRevertedError(decode(data), { cause: error, ...options })
}

function decode(data: Hex) {
  try {
    const { errorName, args } = decodeErrorResult({ abi: errorsAbi, data })
    return { errorName, args: args ?? [] }
  } catch {
    return undefined
  }
}

/** RPC servers put the revert data under `data`, at one depth or another. */
function findRevertData(error: BaseError): Hex | undefined {
  let found: Hex | undefined
  error.walk((cause) => {
    const data = (cause as { data?: unknown }).data
    const value = typeof data === 'object' && data ? (data as { data?: unknown }).data : data
    if (isHex(value)) found = value
    return false
  })
  if (found !== undefined) return found
  const says = error.walk((cause) => /revert/i.test((cause as Error).message ?? ''))
  return says ? '0x' : undefined
}
