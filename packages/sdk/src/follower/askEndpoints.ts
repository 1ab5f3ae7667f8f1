import { EndpointsDisagreeError } from '../errors/follower.js'
import type { Endpoint } from './createEndpoint.js'
import { quorum } from './quorum.js'

export type Agreement<answer> = {
  answer: answer
  /** Who said so. */
  endpoints: [Endpoint, ...Endpoint[]]
}

/**
 * Asks endpoints, in this order and no more than needed, until as many as needed say
 * the same.
 *
 * @param what Names what is asked for, in an error.
 * @param identify Answers are the same when this is.
 * @param onFailure Told of an endpoint that fails, or that says something else.
 * @throws What the first endpoint threw when too few answer; `EndpointsDisagreeError`.
 */
export async function askEndpoints<answer>(
  endpoints: readonly Endpoint[],
  what: string,
  ask: (endpoint: Endpoint) => Promise<answer>,
  identify: (answer: answer) => string,
  onFailure: (endpoint: Endpoint, error: unknown) => void,
): Promise<Agreement<answer>> {
  const groups = new Map<string, Agreement<answer>>()
  const failures: unknown[] = []
  const rest = [...endpoints]
  const configured = endpoints[0]?.configured ?? 0
  // Some may have been left out before, because they did not answer.
  const unanswered = () => failures[0] ?? new EndpointsDisagreeError(what)

  function strongest() {
    const [best] = [...groups.values()].sort((a, b) => b.endpoints.length - a.endpoints.length)
    return best
  }

  for (;;) {
    const needed = quorum(configured, endpoints.length - failures.length)
    const best = strongest()
    if (best && best.endpoints.length >= needed) {
      for (const group of groups.values())
        for (const endpoint of group === best ? [] : group.endpoints)
          onFailure(endpoint, new EndpointsDisagreeError(what))
      return best
    }
    const next = rest.splice(0, needed - (best?.endpoints.length ?? 0))
    if (next.length === 0) throw groups.size > 1 ? new EndpointsDisagreeError(what) : unanswered()
    await Promise.all(
      next.map(async (endpoint) => {
        try {
          const answer = await ask(endpoint)
          const identity = endpoints.length === 1 ? '' : identify(answer)
          const group = groups.get(identity)
          if (group) group.endpoints.push(endpoint)
          else groups.set(identity, { answer, endpoints: [endpoint] })
        } catch (error) {
          failures.push(error)
          onFailure(endpoint, error)
        }
      }),
    )
  }
}
