import { encodeAbiParameters, encodeFunctionData, type Hash } from 'viem'
import { prixBuyingAbi } from '../../contracts/excerpts.js'
import {
  type Contracts,
  type ContractsParameter,
  getContracts,
} from '../../contracts/getContracts.js'
import { packTerms } from '../../protocol/packTerms.js'
import type { Terms } from '../../protocol/terms.js'
import type { Call } from '../call.js'
import { type SigningClient, sendCall } from '../sendCall.js'
import { termsParameters } from '../termsParameters.js'

export declare namespace renew {
  type Parameters = ContractsParameter & {
    terms: Terms
    /** How many more. */
    periods: number
  }
  type ReturnType = Hash
}

/**
 * Pays for more periods of a pass that runs, at the same terms and up to their `renewUntil`: sends exactly
 * the price in PRIX to the marketplace, in one transaction that needs no approval (ERC-1363). For its
 * owner or an approved operator.
 *
 * @returns Hash of the transaction, which is sent but not yet mined.
 * @throws `ContractRevertedError` (`RENEWAL_OUT_OF_BOUNDS`, `PASS_NOT_FOUND`, `PASS_ALREADY_ENDED`,
 * `PASS_OVER`, `NOT_AUTHORIZED`, `PAUSED`, `INSUFFICIENT_PRIX`), `InsufficientGasError`,
 * `SignatureRefusedError`, `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { renew } from '@passband/sdk/actions'
 *
 * const hash = await renew(client, { terms: pass.terms, periods: 1 })
 * ```
 *
 * @see https://eips.ethereum.org/EIPS/eip-1363
 */
export async function renew(
  client: SigningClient,
  parameters: renew.Parameters,
): Promise<renew.ReturnType> {
  return sendCall(client, renewCall(getContracts(client, parameters), parameters))
}

const renewalData = [...termsParameters, { type: 'uint16' }] as const

/** The call that `renew` sends. */
export function renewCall(
  contracts: Contracts,
  { periods, terms }: Omit<renew.Parameters, 'contracts'>,
): Call {
  const { buyer, seller } = packTerms(terms)
  return {
    to: contracts.prix,
    data: encodeFunctionData({
      abi: prixBuyingAbi,
      functionName: 'transferAndCall',
      args: [
        contracts.marketplace,
        terms.price * BigInt(periods),
        encodeAbiParameters(renewalData, [seller, buyer, periods]),
      ],
    }),
  }
}
