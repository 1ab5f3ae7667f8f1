import { type Abi, stringify } from 'viem'
import { EndpointsDisagreeError, LogsMissingError } from '../errors/follower.js'
import { askEndpoints } from './askEndpoints.js'
import { checkLogs } from './checkLogs.js'
import type { FollowerContext } from './context.js'
import type { Endpoint } from './createEndpoint.js'
import type { Filter } from './createFilter.js'
import { type Block, readBlocks } from './readBlocks.js'
import type { AgreedHead } from './readHead.js'
import { readReceiptLogs } from './readReceiptLogs.js'

/** How many blocks are read, and applied in one transaction, at a time. */
const sizes = { old: 2_000n, oldWithBlooms: 500n, recent: 64n }

type Stretch = { blocks: Block[]; toBlock: bigint; isOld: boolean }

/**
 * The next blocks up to a head, as many as are read at a time, as most endpoints tell them. Half as
 * many after each failure, so that a server that is slow or fails now and then is read all the same.
 */
export async function readStretch<abi extends Abi, outcome>(
  context: FollowerContext<abi, outcome>,
  agreed: AgreedHead,
  fromBlock: bigint,
): Promise<Stretch> {
  const { caution } = context
  try {
    const stretch = await readNext(context, agreed, fromBlock)
    if (caution.divisor > 1n) caution.divisor /= 2n
    return stretch
  } catch (error) {
    if (caution.divisor < sizes.old) caution.divisor *= 2n
    throw error
  }
}

async function readNext<abi extends Abi, outcome>(
  { caution, filter, onFailure, parameters, window }: FollowerContext<abi, outcome>,
  { endpoints, header: known }: AgreedHead,
  fromBlock: bigint,
): Promise<Stretch> {
  const { blooms = 'all' } = parameters
  const lastOld = known.number - window
  const isOld = fromBlock <= lastOld
  const last = isOld ? lastOld : known.number
  const size = isOld ? (blooms === 'all' ? sizes.oldWithBlooms : sizes.old) : sizes.recent
  const fewer = size / caution.divisor
  const end = fromBlock + (fewer > 1n ? fewer : 1n) - 1n
  const toBlock = end < last ? end : last
  const stretch = { blooms, filter, fromBlock, isOld, known, toBlock }
  const ask = (read: (endpoint: Endpoint) => Promise<Block[]>) =>
    askEndpoints(endpoints, 'blocks and their logs', read, identify, onFailure)

  const told = new Map<Endpoint, Block[]>()
  const read = async (endpoint: Endpoint) => {
    const blocks = told.get(endpoint) ?? (await readBlocks(endpoint, stretch))
    told.set(endpoint, blocks)
    return blocks
  }
  const readSurely = async (endpoint: Endpoint) =>
    resolveDoubts(endpoint, filter, await read(endpoint))
  try {
    const { answer } = await ask(read)
    if (!answer.some(({ isDoubtful }) => isDoubtful)) return { blocks: answer, toBlock, isOld }
  } catch (error) {
    // Perhaps only because one of them hides logs, which its own receipts can show.
    if (!(error instanceof EndpointsDisagreeError)) throw error
  }
  // That several say so is not enough: two can be without logs at the same time.
  return { blocks: (await ask(readSurely)).answer, toBlock, isOld }
}

/** A bloom filter may be wrong when it says yes, so the receipts decide. */
async function resolveDoubts(
  endpoint: Endpoint,
  filter: Filter,
  blocks: readonly Block[],
): Promise<Block[]> {
  const resolved: Block[] = []
  for (const { header, isDoubtful, logs } of blocks) {
    if (!isDoubtful) {
      resolved.push({ header, logs, isDoubtful })
      continue
    }
    const found = await readReceiptLogs(endpoint, filter, header).catch((cause) => {
      throw new LogsMissingError(header.number, { cause })
    })
    checkLogs(found, header, filter)
    resolved.push({ header, logs: found, isDoubtful: false })
  }
  return resolved
}

function identify(blocks: readonly Block[]): string {
  return stringify(blocks.map(({ header, logs }) => [header, logs]))
}
