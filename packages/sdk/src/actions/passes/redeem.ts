import { encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import { packTerms } from '../../protocol/packTerms.js'
import type { Terms } from '../../protocol/terms.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace redeem {
  type Parameters = ContractsParameter & {
    terms: Terms
    /** What the pass owes in total so far, PRIX base units. */
    owed: bigint
    /** The voucher's signature by the voucher signer, an account or a contract wallet. */
    signature: Hex
    /**
     * Whether the pass ends with it and the rest goes to its owner; for the gateway and its payee only.
     *
     * @default false
     */
    isFinal?: boolean | undefined
  }
  type ReturnType = Hash
}

/**
 * Pays the gateway of a metered pass what a voucher promises, less what was paid before. Anyone may, until
 * a day after the end of the pass; the money goes to the payee in the terms.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`PASS_NOT_FOUND`, `PASS_ALREADY_ENDED`, `PASS_OVER`,
 * `NOT_METERED`, `VOUCHER_TOO_LOW`, `VOUCHER_TOO_HIGH`, `VOUCHER_ALTERED`, `NOT_AUTHORIZED`),
 * `InsufficientGasError`, `SignatureRefusedError`, `ChainUnreachableError`,
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { redeem } from '@passband/sdk/actions'
 *
 * const hash = await redeem(client, { terms, owed, signature })
 * ```
 */
export async function redeem(
  client: SigningClient,
  parameters: redeem.Parameters,
): Promise<redeem.ReturnType> {
  return sendCall(client, redeemCall(getContracts(client, parameters), parameters))
}

/** The call that `redeem` sends. */
export function redeemCall(
  contracts: Contracts,
  parameters: Omit<redeem.Parameters, 'contracts'>,
): Call {
  const { isFinal = false, owed, signature, terms } = parameters
  const { buyer, seller } = packTerms(terms)
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'redeem',
      args: [seller, buyer, owed, signature, isFinal],
    }),
  }
}
