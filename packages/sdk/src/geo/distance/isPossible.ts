import { GeoInputError } from '../../errors/geo.js'
import { assertCoordinates } from './assertCoordinates.js'
import { getDistance } from './getDistance.js'
import { getExtent } from './getExtent.js'

/** A place in degrees. */
export type Coordinates = { latitude: number; longitude: number }

/** How long it took from a vantage point to the address and back; the shortest of several counts. */
export type RoundTrip = Coordinates & { milliseconds: number }

export type IsPossibleParameters = {
  /** ISO 3166-1 alpha-2. */
  country: string
  roundTrips: readonly RoundTrip[]
  /** Kilometres per millisecond. @default 199.86, which is 2/3 of the speed of light */
  speed?: number | undefined
}

/** Two thirds of 299.792 km/ms. */
const lightInFibre = (2 / 3) * 299.792_458

/** A sphere instead of the true Earth makes distances up to 0.6 % too long. */
const sphere = 0.994

/**
 * Whether an address can be in a country, given how fast it answers. Light in fibre goes at 2/3 c,
 * and no cable is shorter than the great circle; so whoever answers within t is at most t × 2/3 c / 2
 * away, from every vantage point. A country of which no part is that near is impossible, whatever
 * databases say.
 *
 * Only the upper bound is used: a slow answer says nothing, so that slow lines and detours reject
 * nobody. Countries are covered by circles with a margin, with their overseas territories; a true
 * claim is never rejected, a false one only when it is further off than that. A code that is not
 * known is possible. Hollow-core fibre, microwave and satellites in orbit are faster than 2/3 c; where
 * gateways come through those, hand in 299.8.
 *
 * @throws `GeoInputError` Coordinates, a time or the speed is not one.
 *
 * @example
 * ```ts
 * // 4 ms from Frankfurt and back: not in Japan.
 * const roundTrips = [{ latitude: 50.1, longitude: 8.7, milliseconds: 4 }]
 * isPossible({ country: 'JP', roundTrips }) // false
 * isPossible({ country: 'DE', roundTrips }) // true
 * ```
 * Source: Gueye, Ziviani, Crovella, Fdida, “Constraint-Based Geolocation of Internet Hosts”,
 * IEEE/ACM Transactions on Networking 14(6), 2006, for the bound; Weinberg et al., “How to Catch when
 * Proxies Lie”, IMC 2018, for its use against proxies.
 */
export function isPossible({
  country,
  roundTrips,
  speed = lightInFibre,
}: IsPossibleParameters): boolean {
  if (!(speed > 0)) throw new GeoInputError('A speed must be more than zero.')
  const extent = getExtent(country)
  for (const roundTrip of roundTrips) {
    assertCoordinates(roundTrip)
    if (!(roundTrip.milliseconds >= 0)) throw new GeoInputError('A round trip takes time.')
  }
  if (!extent) return true
  // One place has to be within reach of all vantage points, not a place for each of them.
  return extent.some(([latitude, longitude, kilometres]) =>
    roundTrips.every((roundTrip) => {
      const reach = (roundTrip.milliseconds / 2) * speed
      return getDistance(roundTrip, { latitude, longitude }) * sphere - kilometres <= reach
    }),
  )
}
