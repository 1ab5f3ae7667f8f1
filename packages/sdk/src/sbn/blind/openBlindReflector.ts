import type { Reflector } from '../../measuring/reflector.js'
import type { SbnContext } from '../context.js'
import type { Blind } from './blindShopper.js'

/**
 * A reflector for one blind check: one of those that only they use, at random, or else this SBN's own, in
 * the way in which it is lent to customers.
 *
 * @param bytes Most to move in each direction.
 */
export function openBlindReflector(
  { blind, reflectorUrl, tickets }: Pick<SbnContext, 'reflectorUrl' | 'tickets'> & { blind: Blind },
  bytes: number,
): { reflector: Reflector; getMoved: () => number; close: () => void } {
  const { reflectors } = blind
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  const other = reflectors[Math.floor((random / 2 ** 32) * reflectors.length)]
  // What another machine moves is not counted here: all of it is taken for moved.
  if (other) return { reflector: other, getMoved: () => 2 * bytes, close: () => {} }
  const ticket = tickets.open(bytes)
  const url = new URL(`/checks/${ticket.id}/reflect/`, reflectorUrl).href
  return {
    reflector: { url, key: ticket.key },
    getMoved: () => ticket.carried.down + ticket.carried.up,
    close: () => ticket.close(),
  }
}
