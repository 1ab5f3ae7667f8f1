import type { Address, Chain, Client, Transport } from 'viem'
import { ContractsUnknownError } from '../errors/config.js'

/** Where the contracts are on one chain. */
export type Contracts = { marketplace: Address; prix: Address }

/** Parameters of every action: where the contracts are, when the client's chain does not say. */
export type ContractsParameter = { contracts?: Contracts | undefined }

/**
 * The contracts' addresses: those given, or those in `client.chain.contracts`.
 *
 * @throws `ContractsUnknownError` when neither has them.
 *
 * @example
 * ```ts
 * const chain = defineChain({ ...base, contracts: { marketplace: { address }, prix: { address } } })
 * ```
 */
export function getContracts(
  client: Client<Transport, Chain | undefined>,
  { contracts }: ContractsParameter = {},
): Contracts {
  if (contracts) return contracts
  const marketplace = addressOf(client.chain, 'marketplace')
  const prix = addressOf(client.chain, 'prix')
  if (!marketplace || !prix) throw new ContractsUnknownError(client.chain?.id)
  return { marketplace, prix }
}

function addressOf(chain: Chain | undefined, name: string): Address | undefined {
  const contract = chain?.contracts?.[name]
  return contract && 'address' in contract && typeof contract.address === 'string'
    ? contract.address
    : undefined
}
