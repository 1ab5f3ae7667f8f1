import { type Address, encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace registerGateway {
  type Parameters = ContractsParameter & {
    sbn: Address
    /** Where earnings go. */
    payee: Address
    /** Lowest price it accepts, PRIX base units per Mbit/s and hour. */
    floorPrice: bigint
    /** Larger than at every earlier time for this SBN. */
    sequence: bigint
    /** The registration, sealed to the SBN. */
    sealedEndpoint: Hex
  }
  type ReturnType = Hash
}

/**
 * Registers the client's account as a gateway with one SBN, or replaces that registration.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`SBN_NOT_ACTIVE`, `PAYEE_INVALID`, `MESSAGE_TOO_LONG`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { registerGateway } from '@passband/sdk/actions'
 *
 * const hash = await registerGateway(client, { sbn, payee, floorPrice, sequence, sealedEndpoint })
 * ```
 */
export async function registerGateway(
  client: SigningClient,
  parameters: registerGateway.Parameters,
): Promise<registerGateway.ReturnType> {
  return sendCall(client, registerGatewayCall(getContracts(client, parameters), parameters))
}

/** The call that `registerGateway` sends. */
export function registerGatewayCall(
  contracts: Contracts,
  parameters: Omit<registerGateway.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'registerGateway',
      args: [
        parameters.sbn,
        parameters.payee,
        parameters.floorPrice,
        parameters.sequence,
        parameters.sealedEndpoint,
      ],
    }),
  }
}
