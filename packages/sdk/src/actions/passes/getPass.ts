import { type Address, type Hex, hexToBigInt, isAddressEqual, zeroAddress } from 'viem'
import { marketplaceBuyingAbi } from '../../contracts/excerpts.js'
import { type ContractsParameter, getContracts } from '../../contracts/getContracts.js'
import { type ReadingClient, readCall } from '../readCall.js'

export declare namespace getPass {
  type Parameters = ContractsParameter & {
    passId: Hex
    /** As of this block. @default the newest */
    blockNumber?: bigint | undefined
  }
  type ReturnType =
    | {
        owner: Address
        /** Unix seconds. */
        start: number
        /** Unix seconds at which it ends or ended. */
        end: number
        /** Whether it was left, given up, settled or redeemed as final. */
        ended: boolean
        /** Whether it owes by voucher. */
        metered: boolean
        /** Whether one more period can be bought before it ends. */
        renewable: boolean
        /** How many periods were paid for. */
        periods: number
        /** What was redeemed of a metered pass that has not ended, PRIX base units. */
        redeemed: bigint
      }
    | undefined
}

/**
 * What the chain knows of a pass without its terms, or `undefined` when it was never bought.
 *
 * @throws `ContractsUnknownError`, `ChainUnreachableError`
 *
 * @example
 * ```ts
 * import { getPass } from '@passband/sdk/actions'
 *
 * const pass = await getPass(client, { passId })
 * ```
 */
export async function getPass(
  client: ReadingClient,
  parameters: getPass.Parameters,
): Promise<getPass.ReturnType> {
  const { marketplace } = getContracts(client, parameters)
  const [owner, start, end, ended, metered, renewable, periods, redeemed] = await readCall(client, {
    address: marketplace,
    abi: marketplaceBuyingAbi,
    functionName: 'getPass',
    args: [hexToBigInt(parameters.passId)],
    blockNumber: parameters.blockNumber,
  })
  return isAddressEqual(owner, zeroAddress)
    ? undefined
    : { owner, start, end, ended, metered, renewable, periods, redeemed }
}
