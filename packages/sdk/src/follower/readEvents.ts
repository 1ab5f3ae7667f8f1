import type { Abi, AbiEvent, Chain, Client, Transport } from 'viem'
import { getLogs } from 'viem/actions'
import type { FollowerEvent, FollowerParameters } from './types.js'

/** The decoded events of a range of blocks, both ends included, in chain order. */
export async function readEvents<const abi extends Abi>(
  client: Client<Transport, Chain | undefined>,
  parameters: Pick<FollowerParameters<abi>, 'abi' | 'address'> & {
    fromBlock: bigint
    toBlock: bigint
  },
): Promise<FollowerEvent<abi>[]> {
  const { abi, address, fromBlock, toBlock } = parameters
  const logs = await getLogs(client, {
    address: typeof address === 'string' ? address : [...address],
    events: abi.filter((item): item is AbiEvent => item.type === 'event'),
    strict: true,
    fromBlock,
    toBlock,
  })
  const events = logs as unknown as FollowerEvent<abi>[]
  return events.sort((a, b) =>
    a.blockNumber === b.blockNumber
      ? a.logIndex - b.logIndex
      : Number(a.blockNumber - b.blockNumber),
  )
}
