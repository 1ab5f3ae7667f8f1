import { type Account, type Address, type Chain, type Hex, parseSignature, size } from 'viem'
import { getChainId, signTypedData } from 'viem/actions'
import { prixAbi } from '../../contracts/generated.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { InvalidInputError } from '../../errors/input.js'
import { toChainError } from '../../errors/toChainError.js'
import { readCall } from '../readCall.js'
import type { SigningClient } from '../sendCall.js'

export declare namespace signPermit {
  type Parameters = ContractsParameter & {
    /** Who may take the PRIX. @default the marketplace */
    spender?: Address | undefined
    /** PRIX base units; for a purchase, exactly the price. */
    amount: bigint
    /** Unix seconds after which the permit is worth nothing. */
    deadline: number
  }
  type ReturnType = {
    /** Unix seconds. */
    deadline: number
    v: number
    r: Hex
    s: Hex
  }
}

const permitTypes = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/**
 * Signs a permit for PRIX of the client's account. It can be used once, by anybody, until another
 * permit of the account is used, and costs no gas.
 *
 * @throws `InvalidInputError` when the account signs as a contract does, `SignatureRefusedError`,
 * `ChainUnreachableError`, `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { purchaseWithPermit, signPermit } from '@passband/sdk/actions'
 *
 * const permit = await signPermit(client, { amount: terms.price, deadline })
 * const hash = await purchaseWithPermit(client, { terms, deadline, signature, permit })
 * ```
 *
 * @see https://eips.ethereum.org/EIPS/eip-2612
 */
export async function signPermit(
  client: SigningClient,
  parameters: signPermit.Parameters,
): Promise<signPermit.ReturnType> {
  const { marketplace, prix } = getContracts(client, parameters)
  const { amount, deadline, spender = marketplace } = parameters
  const owner = client.account.address
  const contract = { address: prix, abi: prixAbi } as const
  try {
    const [chainId, name, nonce] = await Promise.all([
      client.chain?.id ?? getChainId<Chain | undefined, Account>(client),
      readCall(client, { ...contract, functionName: 'name' }),
      readCall(client, { ...contract, functionName: 'nonces', args: [owner] }),
    ])
    const signature = await signTypedData<typeof permitTypes, 'Permit', Chain | undefined, Account>(
      client,
      {
        account: client.account,
        domain: { name, version: '1', chainId, verifyingContract: prix },
        types: permitTypes,
        primaryType: 'Permit',
        message: { owner, spender, value: amount, nonce, deadline: BigInt(deadline) },
      },
    )
    if (size(signature) !== 65)
      throw new InvalidInputError('account', 'PRIX takes permits of plain keys only.')
    const { r, s, yParity } = parseSignature(signature)
    return { deadline, v: 27 + yParity, r, s }
  } catch (error) {
    throw toChainError(error)
  }
}
