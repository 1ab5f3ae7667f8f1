import { type Address, encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace postMessage {
  type Parameters = ContractsParameter & {
    /** Whom it is for. Everybody can read it. */
    recipient: Address
    /** What it is and what it belongs to, hashed by the sender: readers filter by it. */
    topic: Hex
    /** At most 8,192 bytes. */
    message: Hex
  }
  type ReturnType = Hash
}

/**
 * Posts a message on the marketplace's board: an event that stays for ever, and nothing else. Seal what
 * is not for everybody.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`MESSAGE_TOO_LONG`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { postMessage } from '@passband/sdk/actions'
 *
 * const hash = await postMessage(client, { recipient, topic, message })
 * ```
 */
export async function postMessage(
  client: SigningClient,
  parameters: postMessage.Parameters,
): Promise<postMessage.ReturnType> {
  return sendCall(client, postMessageCall(getContracts(client, parameters), parameters))
}

/** The call that `postMessage` sends. */
export function postMessageCall(
  contracts: Contracts,
  parameters: Omit<postMessage.Parameters, 'contracts'>,
): Call {
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'postMessage',
      args: [parameters.recipient, parameters.topic, parameters.message],
    }),
  }
}
