import {
  type Abi,
  type Address,
  encodeEventTopics,
  type Hex,
  isAddressEqual,
  numberToHex,
  pad,
  parseEventLogs,
  type RpcLog,
} from 'viem'
import { marketplaceAbi } from '../../contracts/generated.js'
import { PassbandError } from '../../errors/base.js'
import { ChainAnswerInvalidError } from '../../errors/client.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import type { PackedTerms, Terms } from '../../protocol/terms.js'
import { unpackTerms } from '../../protocol/unpackTerms.js'
import type { SubscriberContext } from '../context.js'

/** A pass that the chain tells of; `terms` where it was bought, not where it was handed on. */
export type FoundPass = { passId: Hex; terms: Terms | undefined }

const abi = (marketplaceAbi as Abi).filter(
  (item) => item.type === 'event' && ['PassPurchased', 'Transfer'].includes(item.name),
)
const topicOf = (eventName: string) => encodeEventTopics({ abi, eventName })[0] as Hex

/** Blocks to read, both ends included. */
export type Blocks = { fromBlock: bigint; toBlock: bigint }

/** Passes that an account bought or was handed. Both events have the account in the same place. */
export function readPassesOf(
  context: SubscriberContext,
  account: Address,
  blocks: Blocks,
): Promise<FoundPass[]> {
  const topics = [[topicOf('PassPurchased'), topicOf('Transfer')], null, pad(account)]
  return readPassLogs(context, topics, blocks)
}

/** The purchases of passes. */
export function readPurchases(
  context: SubscriberContext,
  passIds: readonly Hex[],
  blocks: Blocks,
): Promise<FoundPass[]> {
  return readPassLogs(context, [topicOf('PassPurchased'), [...passIds]], blocks)
}

async function readPassLogs(
  { client, contracts }: SubscriberContext,
  topics: (Hex | Hex[] | null)[],
  { fromBlock, toBlock }: Blocks,
): Promise<FoundPass[]> {
  const range = { fromBlock: numberToHex(fromBlock), toBlock: numberToHex(toBlock) }
  const address = contracts.marketplace
  // What the server refuses is for the reader of ranges to see as it is.
  const logs = await client.request({
    method: 'eth_getLogs',
    params: [{ address, topics, ...range }],
  })
  if (!Array.isArray(logs)) throw new ChainAnswerInvalidError()
  return logs.flatMap((log: RpcLog) => {
    if (!isAddressEqual(log.address, address)) throw new ChainAnswerInvalidError()
    return parse(log) ?? []
  })
}

/** Terms are believed when they hash to the id; whose the pass is, the contract is asked. */
function parse(log: RpcLog): FoundPass | undefined {
  const [event] = parseEventLogs({ abi, logs: [log as never] }) as unknown as {
    eventName: string
    args: { passId?: bigint; id?: bigint } & Partial<PackedTerms>
  }[]
  const { buyer, id, passId: bought, seller } = event?.args ?? {}
  const number = bought ?? id
  if (number === undefined) return undefined
  const passId = numberToHex(number, { size: 32 })
  if (!buyer || !seller) return { passId, terms: undefined }
  try {
    const terms = unpackTerms({ buyer, seller })
    return hashTerms(terms) === passId ? { passId, terms } : undefined
  } catch (error) {
    if (PassbandError.is(error)) return undefined
    throw error
  }
}
