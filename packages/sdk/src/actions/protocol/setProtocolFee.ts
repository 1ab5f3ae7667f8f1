import { encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace setProtocolFee {
  type Parameters = ContractsParameter & {
    /** Share of what is owed, in basis points. */
    fee: number
  }
  type ReturnType = Hash
}

/**
 * Sets the protocol's fee for passes bought later: a lower one at once, a higher one after a delay, see
 * `getLimits`. For the marketplace's owner.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`NOT_MARKETPLACE_OWNER`, `PROTOCOL_FEE_TOO_HIGH`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { setProtocolFee } from '@passband/sdk/actions'
 *
 * const hash = await setProtocolFee(client, { fee: 50 })
 * ```
 */
export async function setProtocolFee(
  client: SigningClient,
  parameters: setProtocolFee.Parameters,
): Promise<setProtocolFee.ReturnType> {
  return sendCall(client, setProtocolFeeCall(getContracts(client, parameters), parameters))
}

/** The call that `setProtocolFee` sends. */
export function setProtocolFeeCall(
  contracts: Contracts,
  parameters: Omit<setProtocolFee.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'setProtocolFee',
      args: [parameters.fee],
    }),
  }
}
