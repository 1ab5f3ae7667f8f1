import {
  type Abi,
  type Chain,
  type Client,
  type ContractFunctionArgs,
  type ContractFunctionName,
  decodeFunctionResult,
  encodeFunctionData,
  isHex,
  numberToHex,
  type ReadContractParameters,
  type ReadContractReturnType,
  type Transport,
} from 'viem'
import { toChainError } from '../errors/toChainError.js'

/** A client that can read. Every client of viem can. */
export type ReadingClient = Client<Transport, Chain | undefined>

type Reads = 'pure' | 'view'

/**
 * Reads from a contract. Written with viem's own types, of which the compiler infers only the ABI's.
 * viem's own `readContract` also batches, resolves off-chain data and overrides state: 12 KiB that
 * every web page would load for nothing.
 */
export async function readCall<
  const abi extends Abi,
  name extends ContractFunctionName<abi, Reads>,
  const args extends ContractFunctionArgs<abi, Reads, name>,
>(
  client: ReadingClient,
  parameters: Pick<
    ReadContractParameters<abi, name, args>,
    'abi' | 'address' | 'args' | 'blockNumber' | 'blockTag' | 'functionName'
  >,
): Promise<ReadContractReturnType<abi, name, args>> {
  const { abi, address, args, blockNumber, blockTag = 'latest', functionName } = parameters
  try {
    const data = encodeFunctionData<Abi>({ abi, functionName, args: args as readonly unknown[] })
    const answer = await client.request({
      method: 'eth_call',
      params: [
        { to: address, data },
        blockNumber === undefined ? blockTag : numberToHex(blockNumber),
      ],
    })
    return decodeFunctionResult<Abi>({
      abi,
      functionName,
      data: isHex(answer) ? answer : '0x',
    }) as ReadContractReturnType<abi, name, args>
  } catch (error) {
    throw toChainError(error)
  }
}
