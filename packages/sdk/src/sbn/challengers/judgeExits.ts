import ipaddr from 'ipaddr.js'
import { isPossible, type RoundTrip } from '../../geo/distance/isPossible.js'

/** Whether some of the addresses is another one than the SBN's reflector saw of the same family. */
export function hasOtherExit(own: readonly string[], others: readonly string[]): boolean {
  const mine = own.filter(ipaddr.isValid).map((one) => ipaddr.process(one))
  const theirs = others.map((one) => (ipaddr.isValid(one) ? ipaddr.process(one) : undefined))
  return theirs.some((one, index) => {
    if (!one) return true
    const kind = one.kind()
    const alike = [...mine, ...theirs.slice(0, index)].filter((other) => other?.kind() === kind)
    return alike.some((other) => other?.toString() !== one.toString())
  })
}

/**
 * Whether a gateway can be in a country, by the round trips of several vantage points, of which one may
 * lie when there are enough: then it takes two to say no.
 *
 * @param own The SBN's own, which does not lie to itself.
 */
export function isPossibleForMost(
  country: string,
  own: readonly RoundTrip[],
  theirs: readonly RoundTrip[],
  oneMayLie: boolean,
): boolean {
  if (isPossible({ country, roundTrips: [...own, ...theirs] })) return true
  if (!oneMayLie) return false
  return theirs.some((_, liar) =>
    isPossible({ country, roundTrips: [...own, ...theirs.filter((_, index) => index !== liar)] }),
  )
}
