import { type Abi, type AbiEvent, type Address, getAddress, type Hex, toEventSelector } from 'viem'
import { bloomBits, hasBits } from './bloom.js'
import type { RawLog } from './rawLog.js'

/** Which logs matter. */
export type Filter = {
  readonly addresses: readonly Address[]
  /** First topics: the selectors of the events. */
  readonly topics: readonly Hex[]
  fits(log: Pick<RawLog, 'address' | 'topics'>): boolean
  /** Whether a block with this bloom filter may have such logs. */
  mayBeIn(bloom: Hex): boolean
}

/** Logs of these contracts that are one of the events of the ABI. */
export function createFilter(abi: Abi, address: Address | readonly Address[]): Filter {
  const addresses = (typeof address === 'string' ? [address] : address).map((one) =>
    getAddress(one),
  )
  const events = abi.filter((item): item is AbiEvent => item.type === 'event' && !item.anonymous)
  const topics = [...new Set(events.map((event) => toEventSelector(event)))]
  const addressBits = addresses.map(bloomBits)
  const topicBits = topics.map(bloomBits)
  return {
    addresses,
    topics,
    fits: (log) => addresses.includes(log.address) && topics.includes(log.topics[0] ?? '0x'),
    mayBeIn: (bloom) =>
      addressBits.some((bits) => hasBits(bloom, bits)) &&
      topicBits.some((bits) => hasBits(bloom, bits)),
  }
}
