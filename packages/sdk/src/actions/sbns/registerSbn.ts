import { type Address, encodeFunctionData, type Hash } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SbnSettings, toSbnSettings } from '../sbnSettings.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace registerSbn {
  type Parameters = ContractsParameter & SbnSettings
  type ReturnType = Hash
}

/**
 * Makes the client's account an SBN. The contract takes the bond, which has to be approved before.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`SBN_ALREADY_REGISTERED`, `SBN_FEE_TOO_HIGH`, `KEY_ZERO`,
 * `KEY_ALREADY_USED`, `SIGNER_ALREADY_USED`, `POSSESSION_UNPROVEN`, `MESSAGE_TOO_LONG`, `PAYMENT_FAILED`), `InsufficientGasError`,
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
  const settings = { ...parameters, signer: parameters.signer ?? client.account.address }
  return sendCall(client, registerSbnCall(getContracts(client, parameters), settings))
}

/** The call that `registerSbn` sends. */
export function registerSbnCall(
  contracts: Contracts,
  parameters: SbnSettings & { signer: Address },
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'registerSbn',
      args: [toSbnSettings(parameters)],
    }),
  }
}
