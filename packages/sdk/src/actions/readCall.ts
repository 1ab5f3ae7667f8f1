import {
  type Abi,
  type Address,
  type Chain,
  type Client,
  type ContractFunctionArgs,
  type ContractFunctionName,
  decodeFunctionResult,
  encodeFunctionData,
  type ReadContractParameters,
  type ReadContractReturnType,
  type Transport,
} from 'viem'
import { toChainError } from '../errors/toChainError.js'
import { ethCall } from '../internal/ethCall.js'

/** A client that can read. Every client of viem can. */
export type ReadingClient = Client<Transport, Chain | undefined>

type Reads = 'pure' | 'view'

/**
 * Reads from a contract. Written with viem's own types, of which the compiler infers only the ABI's.
 */
export async function readCall<
  const abi extends Abi,
  name extends ContractFunctionName<abi, Reads>,
  const args extends ContractFunctionArgs<abi, Reads, name>,
>(
  client: ReadingClient,
  parameters: Pick<
    ReadContractParameters<abi, name, args>,
    'abi' | 'args' | 'blockNumber' | 'blockTag' | 'functionName'
  > & { address: Address },
): Promise<ReadContractReturnType<abi, name, args>> {
  const { abi, address, args, blockNumber, blockTag = 'latest', functionName } = parameters
  try {
    const data = encodeFunctionData<Abi>({ abi, functionName, args: args as readonly unknown[] })
    const answer = await ethCall(client, { to: address, data }, blockNumber ?? blockTag)
    return decodeFunctionResult<Abi>({ abi, functionName, data: answer }) as ReadContractReturnType<
      abi,
      name,
      args
    >
  } catch (error) {
    throw toChainError(error)
  }
}
