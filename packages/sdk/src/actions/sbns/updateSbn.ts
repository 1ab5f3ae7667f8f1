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

export declare namespace updateSbn {
  type Parameters = ContractsParameter & SbnSettings
  type ReturnType = Hash
}

/**
 * Changes the record of the client's SBN. Open passes are not touched.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`SBN_NOT_REGISTERED`, `SBN_NOT_ACTIVE`, `SBN_FEE_TOO_HIGH`,
 * `KEY_ZERO`, `KEY_ALREADY_USED`, `MESSAGE_TOO_LONG`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { updateSbn } from '@passband/sdk/actions'
 *
 * const hash = await updateSbn(client, { encryptionKey, fee: 400, url: 'https://sbn.example' })
 * ```
 */
export async function updateSbn(
  client: SigningClient,
  parameters: updateSbn.Parameters,
): Promise<updateSbn.ReturnType> {
  const settings = { ...parameters, signer: parameters.signer ?? client.account.address }
  return sendCall(client, updateSbnCall(getContracts(client, parameters), settings))
}

/** The call that `updateSbn` sends. */
export function updateSbnCall(
  contracts: Contracts,
  parameters: SbnSettings & { signer: Address },
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'updateSbn',
      args: [toSbnSettings(parameters)],
    }),
  }
}
