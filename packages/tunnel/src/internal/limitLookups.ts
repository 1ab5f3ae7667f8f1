import type { Resolver } from '../egress/resolveDestination.js'
import { DestinationUnreachableError } from '../errors/DestinationUnreachableError.js'
import { createTurns, type Turns } from './createTurns.js'

export type LimitLookupsOptions = {
  /** Look-ups of one owner that may be under way. 8 by default. */
  perOwner?: number | undefined
  /** Milliseconds until a look-up is given up. 5,000 by default. */
  timeout?: number | undefined
}

/** Gives the resolver of one owner; who waits for a turn leaves when `signal` aborts. */
export type LimitedResolver = (owner: string, signal?: AbortSignal | undefined) => Resolver

/**
 * Bounds how many names each owner may look up at the same time, so that nobody who asks silent name
 * servers takes the resolver from others. Further look-ups wait for their turn.
 */
export function limitLookups(
  resolver: Resolver,
  { perOwner = 8, timeout = 5_000 }: LimitLookupsOptions = {},
): LimitedResolver {
  const owners = new Map<string, Turns>()

  return (owner, signal) => async (host, port) => {
    const turns = owners.get(owner) ?? createTurns(perOwner)
    owners.set(owner, turns)
    await turns.take(signal)
    // Kept until the look-up ends, even when nobody waits for it any more.
    try {
      return await withTimeout(resolver(host, port), timeout)
    } finally {
      turns.give()
      if (turns.active === 0) owners.delete(owner)
    }
  }
}

function withTimeout<value>(promise: Promise<value>, milliseconds: number): Promise<value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DestinationUnreachableError('host')), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
