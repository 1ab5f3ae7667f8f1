import { stringify } from 'viem'
import { EndpointsDisagreeError } from '../errors/follower.js'
import type { Endpoint } from './createEndpoint.js'
import type { Header } from './header.js'
import { quorum } from './quorum.js'
import { readHeader } from './readHeader.js'

export type AgreedHead = {
  header: Header
  /** All that answered, those first that have this block. */
  endpoints: [Endpoint, ...Endpoint[]]
  /** How many have it. */
  votes: number
}

/**
 * The newest block with so many blocks on top of it that as many endpoints as
 * needed have, or `undefined` while their chains are shorter.
 *
 * One endpoint is believed; of two, both that answer have to agree; of three, two have to.
 *
 * @throws What the first endpoint threw when too few answer; `EndpointsDisagreeError`.
 */
export async function readHead(
  endpoints: readonly Endpoint[],
  confirmations: number,
  onFailure: (endpoint: Endpoint, error: unknown) => void,
): Promise<AgreedHead | undefined> {
  const failures: unknown[] = []
  const settle = async <value>(endpoint: Endpoint, work: () => Promise<value>) => {
    try {
      return { endpoint, value: await work() }
    } catch (error) {
      failures.push(error)
      onFailure(endpoint, error)
      return undefined
    }
  }
  const isDefined = <value>(value: value | undefined): value is value => value !== undefined
  const asked = await Promise.all(
    endpoints.map((endpoint) => settle(endpoint, () => readHeader(endpoint, 'latest'))),
  )
  let answering = asked.filter(isDefined)
  for (;;) {
    const needed = quorum(endpoints.length, answering.length)
    if (answering.length < needed) throw failures[0]
    const numbers = answering.map(({ value }) => value.number).sort((a, b) => (a < b ? 1 : -1))
    const candidates = [...new Set(numbers.slice(needed - 1))]
    const failed = new Set<Endpoint>()
    for (const number of candidates) {
      if (number < BigInt(confirmations)) return undefined
      const holders = answering.filter(({ value }) => value.number >= number)
      const deep = number - BigInt(confirmations)
      const votes = await Promise.all(
        holders.map(({ endpoint, value: latest }) =>
          settle(endpoint, () => readConfirmed(endpoint, latest, deep)),
        ),
      )
      for (const [index, vote] of votes.entries())
        if (!vote && holders[index]) failed.add(holders[index].endpoint)
      if (failed.size > 0) break
      const winner = elect(votes.filter(isDefined), needed)
      if (!winner) continue
      const voters = winner.map(({ endpoint }) => endpoint)
      const others = answering
        .map(({ endpoint }) => endpoint)
        .filter((endpoint) => !voters.includes(endpoint))
      const [first, ...rest] = [...voters, ...others]
      if (winner[0] && first)
        return { header: winner[0].value, endpoints: [first, ...rest], votes: voters.length }
    }
    // Whoever could not say what it has on its own chain counts as not answering.
    if (failed.size === 0) throw new EndpointsDisagreeError('the newest block')
    answering = answering.filter(({ endpoint }) => !failed.has(endpoint))
  }
}

type Vote = { endpoint: Endpoint; value: Header }

function elect(votes: readonly Vote[], needed: number): Vote[] | undefined {
  for (const { value } of votes) {
    const identity = stringify(value)
    const same = votes.filter((vote) => vote.value === value || stringify(vote.value) === identity)
    if (same.length >= needed) return same
  }
  return undefined
}

/** Asks for it only when something changed. */
async function readConfirmed(endpoint: Endpoint, latest: Header, deep: bigint): Promise<Header> {
  if (deep === latest.number) {
    endpoint.last = { latest, confirmed: latest }
    return latest
  }
  const { last } = endpoint
  if (last?.latest.hash === latest.hash && last.confirmed.number === deep) return last.confirmed
  const confirmed = await readHeader(endpoint, deep)
  endpoint.last = { latest, confirmed }
  return confirmed
}
