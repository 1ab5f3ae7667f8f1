import type { Abi, Hash } from 'viem'
import { askEndpoints } from './askEndpoints.js'
import type { FollowerContext } from './context.js'
import type { AgreedHead } from './readHead.js'
import { readHeader } from './readHeader.js'

/** Hash of the chain's first block. */
export async function readGenesis<abi extends Abi, outcome>(
  { onFailure }: FollowerContext<abi, outcome>,
  { endpoints }: AgreedHead,
): Promise<Hash> {
  const { answer } = await askEndpoints(
    endpoints,
    'the first block',
    async (endpoint) => (await readHeader(endpoint, 0n)).hash,
    (hash) => hash,
    onFailure,
  )
  return answer
}
