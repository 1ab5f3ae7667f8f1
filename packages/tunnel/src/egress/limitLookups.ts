import { DestinationUnreachableError } from '../errors/DestinationUnreachableError.js'
import { withSignal } from '../internal/withSignal.js'
import type { Resolver } from './resolveDestination.js'

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
  const owners = new Map<string, { active: number; waiting: Set<() => void> }>()

  async function takeTurn(owner: string, signal: AbortSignal | undefined): Promise<void> {
    const turns = owners.get(owner) ?? { active: 0, waiting: new Set() }
    owners.set(owner, turns)
    if (turns.active < perOwner) {
      turns.active++
      return
    }
    let go: () => void = () => {}
    const turn = new Promise<void>((resolve) => {
      go = resolve
    })
    turns.waiting.add(go)
    try {
      await withSignal(turn, signal)
    } catch (error) {
      // A turn that was given at the same moment goes to the next one.
      if (!turns.waiting.delete(go)) giveTurn(owner)
      throw error
    }
  }

  function giveTurn(owner: string): void {
    const turns = owners.get(owner)
    if (!turns) return
    const [next] = turns.waiting
    if (next) {
      turns.waiting.delete(next)
      next()
    } else {
      turns.active--
      if (turns.active === 0) owners.delete(owner)
    }
  }

  return (owner, signal) => async (host, port) => {
    await takeTurn(owner, signal)
    // Kept until the look-up ends, even when nobody waits for it any more.
    try {
      return await withTimeout(resolver(host, port), timeout)
    } finally {
      giveTurn(owner)
    }
  }
}

function withTimeout<value>(promise: Promise<value>, milliseconds: number): Promise<value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DestinationUnreachableError('host')), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
