import { type Address, createPublicClient, type Hex, http, numberToHex, parseEventLogs } from 'viem'
import { getFees } from '../../../src/actions/passes/getFees.js'
import { getBalance } from '../../../src/actions/prix/getBalance.js'
import { marketplaceAbi } from '../../../src/contracts/generated.js'
import { defineDevnetChain } from '../../../src/devnet/defineDevnetChain.js'
import type { Terms } from '../../../src/protocol/terms.js'
import { unpackTerms } from '../../../src/protocol/unpackTerms.js'
import type { World } from './startWorld.js'

export type LedgerPass = {
  passId: Hex
  subscriber: Address
  terms: Terms
  start: number
  end: number
  /** Every end that the chain tells of; one is right. */
  ends: { end: number; owed: bigint; refund: bigint; by: Address }[]
}

/** What the chain says in the end: from its logs alone, and its balances. */
export type Ledger = {
  passes: Map<Hex, LedgerPass>
  /** Passes whose purchase event comes twice. */
  repeated: Hex[]
  /** How often each event came. */
  counts: Record<string, number>
  registrations: Map<Address, number>
  accruedSbn: bigint
  accruedProtocol: bigint
  balanceOf(account: Address): Promise<bigint>
}

export async function readLedger({ chain, contracts, sbn }: World): Promise<Ledger> {
  const client = createPublicClient({
    chain: defineDevnetChain(chain.url, contracts),
    transport: http(chain.url),
    cacheTime: 0,
  })
  const logs = parseEventLogs({
    abi: marketplaceAbi,
    logs: await client.getLogs({ address: contracts.marketplace, fromBlock: 0n }),
  })
  const readTime = async (blockNumber: bigint) =>
    Number((await client.getBlock({ blockNumber })).timestamp)
  const passes = new Map<Hex, LedgerPass>()
  const repeated: Hex[] = []
  const counts: Record<string, number> = {}
  const registrations = new Map<Address, number>()
  for (const log of logs) {
    counts[log.eventName] = (counts[log.eventName] ?? 0) + 1
    if (log.eventName === 'GatewayRegistered') {
      const { gateway } = log.args
      registrations.set(gateway, (registrations.get(gateway) ?? 0) + 1)
    }
    if (log.eventName === 'PassPurchased') {
      const { subscriber } = log.args
      const passId = numberToHex(log.args.passId, { size: 32 })
      if (passes.has(passId)) repeated.push(passId)
      const terms = unpackTerms(log.args)
      const start = await readTime(log.blockNumber)
      const end = start + terms.duration
      passes.set(passId, { passId, subscriber, terms, start, end, ends: [] })
    }
    if (log.eventName === 'PassEnded') {
      const passId = numberToHex(log.args.passId, { size: 32 })
      const { from } = await client.getTransaction({ hash: log.transactionHash })
      const { owed, refund } = log.args
      const pass = passes.get(passId)
      const end = Math.min(pass?.end ?? 0, await readTime(log.blockNumber))
      pass?.ends.push({ end, owed, refund, by: from })
    }
  }
  const fees = await getFees(client, { contracts, sbn: sbn.address })
  return {
    ...{ passes, repeated, counts, registrations },
    accruedSbn: fees.sbnAmount,
    accruedProtocol: fees.protocolAmount,
    balanceOf: (account) => getBalance(client, { contracts, account }),
  }
}
