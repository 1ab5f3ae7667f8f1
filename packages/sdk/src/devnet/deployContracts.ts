import {
  type Account,
  type Address,
  type Chain,
  type Client,
  type Transport,
  zeroAddress,
} from 'viem'
import { deployContract, waitForTransactionReceipt } from 'viem/actions'
import { marketplaceBytecode, prixBytecode } from '../contracts/bytecode.js'
import { marketplaceAbi, prixAbi } from '../contracts/generated.js'
import type { Contracts } from '../contracts/getContracts.js'
import { DevnetError } from '../errors/devnet.js'

export type DeployParameters = {
  /** PRIX base units that come into being, at the client's account. */
  supply: bigint
  /** Who can pause purchases and set the protocol's fee. @default nobody */
  owner?: Address | undefined
  treasury: Address
  /** Basis points. */
  protocolFee: number
  /** PRIX base units that an SBN locks up. */
  bond: bigint
  /** Seconds. */
  unbondingTime: number
}

/** Deploys the token and the marketplace from the client's account. */
export async function deployContracts(
  client: Client<Transport, Chain, Account>,
  { bond, owner = zeroAddress, protocolFee, supply, treasury, unbondingTime }: DeployParameters,
): Promise<Contracts> {
  const prix = await deployed(
    client,
    deployContract(client, {
      abi: prixAbi,
      bytecode: prixBytecode,
      args: [client.account.address, supply],
    }),
  )
  const marketplace = await deployed(
    client,
    deployContract(client, {
      abi: marketplaceAbi,
      bytecode: marketplaceBytecode,
      args: [prix, owner, treasury, protocolFee, bond, unbondingTime],
    }),
  )
  return { marketplace, prix }
}

async function deployed(
  client: Client<Transport, Chain, Account>,
  sending: ReturnType<typeof deployContract>,
): Promise<Address> {
  const receipt = await waitForTransactionReceipt(client, { hash: await sending })
  if (receipt.status !== 'success' || !receipt.contractAddress)
    throw new DevnetError('A contract could not be deployed.')
  return receipt.contractAddress
}
