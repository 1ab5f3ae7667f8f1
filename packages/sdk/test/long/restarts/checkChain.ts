import type { Hex } from 'viem'
import { getTransactionCount } from 'viem/actions'
import { getBalance } from '../../../src/actions/prix/getBalance.js'
import type { DevnetClient } from '../../../src/devnet/types.js'
import type { Bought } from './shop.js'
import type { Place } from './startPlace.js'

/** Adds what is wrong. */
export type Find = (finding: string) => void

/** Counts of the contract's events that concern one account. */
export async function countEvents({ readEvents }: Place, address: string, find: Find) {
  const events = await readEvents()
  const concerns = events.filter(({ args }) =>
    Object.values(args).some(
      (value) => typeof value === 'string' && value.toLowerCase() === address.toLowerCase(),
    ),
  )
  return {
    expect(name: string, count: number) {
      const found = concerns.filter(({ eventName }) => eventName === name).length
      if (found !== count) find(`${name} is on the chain ${found} times, not ${count}`)
    },
  }
}

/** Each pass ended so many times, and the money went where it had to. */
export async function checkPasses(
  place: Place,
  {
    before,
    buyer,
    ended,
    open,
    payee,
  }: {
    buyer: DevnetClient
    /** The buyer's PRIX before anything was bought. */
    before: bigint
    ended: readonly Bought[]
    open: readonly Bought[]
    payee: Hex
  },
  find: Find,
): Promise<void> {
  const { contracts, readEvents, sbn: reader } = place
  const events = await readEvents()
  const endsOf = (passId: Hex) =>
    events.flatMap((event) =>
      event.eventName === 'PassEnded' && event.args.passId === BigInt(passId) ? [event.args] : [],
    )
  let owedInAll = 0n
  let earned = 0n
  for (const { passId, terms } of ended) {
    const ends = endsOf(passId)
    if (ends.length !== 1) find(`a pass ended ${ends.length} times`)
    for (const { owed, refund } of ends) {
      if (owed + refund !== terms.price) find('what is owed and refunded is not the price')
      owedInAll += owed
      const sbnFee = (owed * BigInt(terms.sbnFee)) / 10_000n
      earned += owed - sbnFee - (owed * BigInt(terms.protocolFee)) / 10_000n
    }
  }
  for (const { passId, terms } of open) {
    if (endsOf(passId).length > 0) find('a pass ended that should run')
    owedInAll += terms.price
  }
  const mine = new Set([...ended, ...open].map(({ passId }) => BigInt(passId)))
  for (const event of events)
    if (event.eventName === 'PassSkipped' && mine.has(event.args.passId))
      find('a pass was settled that had ended already')
  const account = buyer.account.address
  const after = await getBalance(reader, { contracts, account })
  if (before - after !== owedInAll) find(`the buyer paid ${before - after}, not ${owedInAll}`)
  const got = await getBalance(reader, { contracts, account: payee })
  if (got !== earned) find(`the gateway earned ${got}, not ${earned}`)
}

/** The account sent exactly so many transactions. */
export async function checkSent(
  { sbn: reader }: Place,
  address: Hex,
  expected: number,
  find: Find,
): Promise<void> {
  const sent = await getTransactionCount(reader, { address, blockTag: 'pending' })
  if (sent !== expected) find(`${sent} transactions were sent, not ${expected}`)
}
