import { encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace registerSbn {
  type Parameters = ContractsParameter & {
    encryptionKey: Hex
    /** Highest share it takes of what is owed, in basis points. */
    fee: number
    /** Where its API is. */
    url: string
  }
  type ReturnType = Hash
}

/**
 * Makes the client's account an SBN. The contract takes the bond, which has to be approved before.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`SBN_ALREADY_REGISTERED`, `SBN_FEE_TOO_HIGH`, `KEY_ZERO`,
 * `KEY_ALREADY_USED`, `MESSAGE_TOO_LONG`, `PAYMENT_FAILED`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { registerSbn } from '@passband/sdk/actions'
 *
 * const hash = await registerSbn(client, { encryptionKey, fee: 500, url: 'https://sbn.example' })
 * ```
 */
export async function registerSbn(
  client: SigningClient,
  parameters: registerSbn.Parameters,
): Promise<registerSbn.ReturnType> {
  return sendCall(client, registerSbnCall(getContracts(client, parameters), parameters))
}

/** The call that `registerSbn` sends. */
export function registerSbnCall(
  contracts: Contracts,
  parameters: Omit<registerSbn.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'registerSbn',
      args: [parameters.encryptionKey, parameters.fee, parameters.url],
    }),
  }
}
