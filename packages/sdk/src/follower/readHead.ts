import { stringify } from 'viem'
import { EndpointsDisagreeError } from '../errors/follower.js'
import type { Endpoint } from './createEndpoint.js'
import { decideEarly } from './decideEarly.js'
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
 * One endpoint is believed; of two, both that answer have to agree; of three, two have to. Of three and more those that
 * hang are not waited for as long as the others agree.
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
  // Of two, the one that is slow may be the one that does not lie.
  const enough = endpoints.length < 3 ? endpoints.length : quorum(endpoints.length, 0)

  async function findHead(known: readonly Vote[]): Promise<{ head: AgreedHead | undefined }> {
    let answering = known
    for (;;) {
      const needed = quorum(endpoints.length, answering.length)
      if (answering.length < needed) throw failures[0]
      const numbers = answering.map(({ value }) => value.number).sort((a, b) => (a < b ? 1 : -1))
      const candidates = [...new Set(numbers.slice(needed - 1))]
      const failed = new Set<Endpoint>()
      for (const number of candidates) {
        if (number < BigInt(confirmations)) return { head: undefined }
        const holders = answering.filter(({ value }) => value.number >= number)
        const deep = number - BigInt(confirmations)
        const asked = holders.map(({ endpoint, value: latest }) =>
          settle(endpoint, () => readConfirmed(endpoint, latest, deep)),
        )
        const winner = await decideEarly(asked, enough, (votes, isComplete) => {
          const same = elect(votes.filter(isDefined), needed)
          if (isComplete && !same)
            for (const [index, vote] of votes.entries())
              if (!vote && holders[index]) failed.add(holders[index].endpoint)
          return same
        })
        if (failed.size > 0) break
        if (!winner) continue
        const voters = winner.map(({ endpoint }) => endpoint)
        const others = answering
          .map(({ endpoint }) => endpoint)
          .filter((endpoint) => !voters.includes(endpoint))
        const [first, ...rest] = [...voters, ...others]
        if (winner[0] && first) {
          const { value: header } = winner[0]
          return { head: { header, endpoints: [first, ...rest], votes: voters.length } }
        }
      }
      // Whoever could not say what it has on its own chain counts as not answering.
      if (failed.size === 0) throw new EndpointsDisagreeError('the newest block')
      answering = answering.filter(({ endpoint }) => !failed.has(endpoint))
    }
  }

  const asked = endpoints.map((endpoint) => settle(endpoint, () => readLatest(endpoint)))
  const found = await decideEarly(asked, enough, async (answers, isComplete) => {
    try {
      return await findHead(answers.filter(isDefined))
    } catch (error) {
      // The others may agree with one of them.
      if (!isComplete) return undefined
      throw error
    }
  })
  return found?.head
}

const isDefined = <value>(value: value | undefined): value is value => value !== undefined

type Vote = { endpoint: Endpoint; value: Header }

function elect(votes: readonly Vote[], needed: number): Vote[] | undefined {
  for (const { value } of votes) {
    const identity = stringify(value)
    const same = votes.filter((vote) => vote.value === value || stringify(vote.value) === identity)
    if (same.length >= needed) return same
  }
  return undefined
}

/** Its newest block. A question that it has not answered yet is not asked again. */
function readLatest(endpoint: Endpoint): Promise<Header> {
  endpoint.asked ??= readHeader(endpoint, 'latest').finally(() => {
    endpoint.asked = undefined
  })
  return endpoint.asked
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
