import { encodeFunctionData, type Hash, type Hex } from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import { groupTerms } from '../../protocol/groupTerms.js'
import type { Terms } from '../../protocol/terms.js'
import { toCompactSignature } from '../../protocol/toCompactSignature.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'

export declare namespace redeemBatch {
  type Parameters = ContractsParameter & {
    vouchers: readonly {
      terms: Terms
      /** What the pass owes in total so far, PRIX base units. */
      owed: bigint
      /** The voucher's signature by the voucher signer, 65 bytes. */
      signature: Hex
    }[]
    /**
     * Whether the passes end with it and the rest goes to their owners; for the gateway and its payee
     * only.
     *
     * @default false
     */
    isFinal?: boolean | undefined
  }
  type ReturnType = Hash
}

/**
 * Redeems the vouchers of many metered passes, with one transfer for all passes with the same gateway,
 * duration and fees. What cannot be redeemed is skipped, and reported in a `PassSkipped` event; so are
 * vouchers of contract wallets, which `redeem` takes.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `InvalidInputError`, `ContractRevertedError`, `InsufficientGasError`, `SignatureRefusedError`,
 * `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { redeemBatch } from '@passband/sdk/actions'
 *
 * const hash = await redeemBatch(client, { vouchers: [{ terms, owed, signature }] })
 * ```
 */
export async function redeemBatch(
  client: SigningClient,
  parameters: redeemBatch.Parameters,
): Promise<redeemBatch.ReturnType> {
  return sendCall(client, redeemBatchCall(getContracts(client, parameters), parameters))
}

/** The call that `redeemBatch` sends. */
export function redeemBatchCall(
  contracts: Contracts,
  parameters: Omit<redeemBatch.Parameters, 'contracts'>,
): Call {
  const { isFinal = false, vouchers } = parameters
  const batches = groupTerms(vouchers).map(({ items, seller }) => ({
    seller,
    vouchers: items.map(({ buyer, owed, signature }) => ({
      buyer,
      owed,
      ...toCompactSignature(signature),
    })),
  }))
  return {
    to: contracts.marketplace,
    data: encodeFunctionData({
      abi: marketplaceAbi,
      functionName: 'redeemBatch',
      args: [batches, isFinal],
    }),
  }
}
