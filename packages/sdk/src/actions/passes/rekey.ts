import { encodeFunctionData, type Hash, type Hex, hexToBigInt } from 'viem'
import { marketplaceBuyingAbi } from '../../contracts/excerpts.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace rekey {
  type Parameters = ContractsParameter & {
    passId: Hex
    /** X25519 public key that connection info is sealed to. */
    recipientKey: Hex
    /** X25519 public key that the driver admits. */
    clientKey: Hex
  }
  type ReturnType = Hash
}

/**
 * Makes other keys of a pass's owner known to its gateway, such as after a transfer: whoever has the old
 * ones is let in no more, and the connection info is sealed to the new ones. For its owner or an approved
 * operator, while the pass runs. Keep the private keys before.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`PASS_OVER`, `NOT_AUTHORIZED`, `KEY_ZERO`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { rekey } from '@passband/sdk/actions'
 *
 * const hash = await rekey(client, { passId, recipientKey, clientKey })
 * ```
 */
export async function rekey(
  client: SigningClient,
  parameters: rekey.Parameters,
): Promise<rekey.ReturnType> {
  return sendCall(client, rekeyCall(getContracts(client, parameters), parameters))
}

/** The call that `rekey` sends. */
export function rekeyCall(
  contracts: Contracts,
  parameters: Omit<rekey.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceBuyingAbi,
      functionName: 'rekey',
      args: [hexToBigInt(parameters.passId), parameters.recipientKey, parameters.clientKey],
    }),
  }
}
