import type {
  Abi,
  Chain,
  Client,
  ContractFunctionArgs,
  ContractFunctionName,
  ReadContractParameters,
  ReadContractReturnType,
  Transport,
} from 'viem'
import { readContract } from 'viem/actions'
import { toChainError } from '../errors/toChainError.js'

/** A client that can read. Every client of viem can. */
export type ReadingClient = Client<Transport, Chain | undefined>

type Reads = 'pure' | 'view'

/** Reads from a contract. Written with viem's own types, of which the compiler infers only the ABI's. */
export async function readCall<
  const abi extends Abi,
  name extends ContractFunctionName<abi, Reads>,
  const args extends ContractFunctionArgs<abi, Reads, name>,
>(
  client: ReadingClient,
  parameters: ReadContractParameters<abi, name, args>,
): Promise<ReadContractReturnType<abi, name, args>> {
  try {
    return await readContract<Chain | undefined, abi, name, args>(client, parameters)
  } catch (error) {
    throw toChainError(error)
  }
}
