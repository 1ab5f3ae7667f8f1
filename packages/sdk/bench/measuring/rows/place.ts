import { getDistance } from '../../../src/geo/distance/getDistance.js'
import { isPossible } from '../../../src/geo/distance/isPossible.js'
import points from '../../../src/geo/distance/testing/points.json' with { type: 'json' }
import { measureLabelled } from '../../../src/geo/testing/labelled/measureLabelled.js'
import { percent } from '../parts/judgeErrors.js'
import type { Row } from '../types.js'

const limits = { country: 0.97, type: 0.95 }
/** Where who measures is: Frankfurt, New York, Singapore, São Paulo. */
const vantages = [
  { latitude: 50.11, longitude: 8.68 },
  { latitude: 40.71, longitude: -74.01 },
  { latitude: 1.35, longitude: 103.82 },
  { latitude: -23.55, longitude: -46.63 },
]
/** Kilometres per millisecond of light in fibre. */
const speed = (2 / 3) * 299.792_458
/** What a real line takes longer than the straightest one. */
const detour = 1.5
/** Kilometres by which a claim has to be out of reach: no place of a country is further from its known ones. */
const margin = 2_500

export const place: Omit<Row, 'name'> = {
  what: 'country / IP type of labelled addresses; impossible claims taken for true',
  limit: '>= 97 % / >= 95 %; 0',
  rounds: 1,
  async run({ tell }) {
    const { country, covered, dearAndWrong, known, naiveCountry, naiveType, strange } =
      await measureLabelled()
    tell('claims of countries that are out of reach')
    const claims = claimAll()
    const shares = Object.values(naiveCountry).map(({ share }) => share)
    const isMet =
      country.share >= limits.country &&
      covered.share >= limits.type &&
      claims.accepted === 0 &&
      claims.impossible > 1_000 &&
      claims.slandered === 0
    const wrong = known.wrong + strange.wrong
    return {
      isMet,
      passband: `${percent(country.share)} / ${percent(covered.share)}; ${claims.accepted} of ${claims.impossible}`,
      naive: `${percent(Math.min(...shares))} / ${percent(naiveType.share)}; all`,
      notes: [
        `Types of those that two sources know; of all, ${percent(known.share)} are right, ${wrong} wrong and the rest unknown; ${dearAndWrong} sold dearer than they are.`,
        `True claims that were refused: ${claims.slandered}. Naive: one database's word for the country, a name for the type, the claim for the rest.`,
      ],
    }
  },
}

/** Each known place claims each country, and is measured from four cities. */
function claimAll() {
  const result = { impossible: 0, accepted: 0, slandered: 0 }
  const countries = Object.entries(points).map(([country, list]) => ({
    country,
    places: list.map(([latitude = 0, longitude = 0]) => ({ latitude, longitude })),
  }))
  // What lies apart is in a list of its own: of these, the known places are not all that there are.
  const whole = countries.filter(({ places }) => getWidth(places) < margin)
  for (const truth of countries) {
    const [at] = truth.places
    if (!at) continue
    const roundTrips = vantages.map((vantage) => ({
      ...vantage,
      milliseconds: (2 * getDistance(vantage, at) * detour) / speed,
    }))
    if (!isPossible({ country: truth.country, roundTrips })) result.slandered++
    for (const { country, places } of whole) {
      const isOutOfReach = roundTrips.some(({ milliseconds, ...vantage }) => {
        const reach = (milliseconds / 2) * speed
        return places.every((place) => getDistance(vantage, place) > reach + margin)
      })
      if (!isOutOfReach || scattered.has(country)) continue
      result.impossible++
      if (isPossible({ country, roundTrips })) result.accepted++
    }
  }
  return result
}

/** Those with parts or claims overseas. */
const scattered = new Set('FR US GB NL DK NO AU NZ CN AR RU UA AQ ES MA EH FI IL PS RS'.split(' '))

function getWidth(places: readonly { latitude: number; longitude: number }[]): number {
  const [first] = places
  return first ? Math.max(...places.map((place) => getDistance(first, place))) : 0
}
