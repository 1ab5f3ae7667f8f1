import { expect, test } from 'vitest'
import { GeoInputError } from '../../errors/geo.js'
import { getDistance } from './getDistance.js'
import { isPossible } from './isPossible.js'
import points from './testing/points.json' with { type: 'json' }

const frankfurt = { latitude: 50.11, longitude: 8.68 }
const tokyo = { latitude: 35.68, longitude: 139.69 }
const newYork = { latitude: 40.71, longitude: -74.01 }

/** The same numbers every time: a failure can be repeated. */
function createRandom(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const places = Object.entries(points).flatMap(([country, list]) =>
  list.map(([latitude = 0, longitude = 0]) => ({ country, latitude, longitude })),
)

test('a true claim is never rejected, wherever it is, measured from wherever, at any speed', () => {
  const random = createRandom(1)
  expect(places.length).toBeGreaterThan(3_500)
  for (const place of places) {
    for (let round = 0; round < 6; round++) {
      const roundTrips = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
        const latitude = (Math.asin(random() * 2 - 1) * 180) / Math.PI
        const vantage = { latitude, longitude: random() * 360 - 180 }
        // The straightest fibre there can be, on a globe that is 0.5 % smaller, and detours.
        const shortest = (2 * getDistance(vantage, place) * 0.9945) / 199.861_639
        return { ...vantage, milliseconds: shortest * (1 + random() * random()) }
      })
      expect([place, isPossible({ country: place.country, roundTrips })]).toEqual([place, true])
    }
  }
})

test('a true claim is not rejected from next door either', () => {
  for (const place of places)
    expect(
      isPossible({ country: place.country, roundTrips: [{ ...place, milliseconds: 0 }] }),
    ).toBe(true)
})

test('an impossible claim is always rejected', () => {
  const random = createRandom(2)
  let rejected = 0
  for (let round = 0; round < 8_000; round++) {
    const truth = places[Math.floor(random() * places.length)]!
    const { country } = places[Math.floor(random() * places.length)]!
    const vantage = { latitude: truth.latitude, longitude: truth.longitude }
    const milliseconds = 1 + random() * 40
    const reach = (milliseconds / 2) * 199.861_639
    const claimed = places.filter((place) => place.country === country)
    const nearest = Math.min(...claimed.map((place) => getDistance(vantage, place)))
    // The circles are up to 800 km wide, and a country has territories: those lie in `points` of their own.
    const parts = [
      'FR',
      'US',
      'GB',
      'NL',
      'DK',
      'NO',
      'AU',
      'NZ',
      'CN',
      'AR',
      'RU',
      'UA',
      'AQ',
      'ES',
      'MA',
      'EH',
      'FI',
      'IL',
      'PS',
      'RS',
    ]
    if (parts.includes(country) || nearest < reach + 2_500) continue
    rejected++
    expect([
      country,
      vantage,
      milliseconds,
      isPossible({ country, roundTrips: [{ ...vantage, milliseconds }] }),
    ]).toEqual([country, vantage, milliseconds, false])
  }
  expect(rejected).toBeGreaterThan(2_000)
})

test.each([
  ['JP', frankfurt, 4, false],
  ['DE', frankfurt, 4, true],
  ['US', frankfurt, 30, false],
  ['US', frankfurt, 90, true],
  ['SG', newYork, 80, false],
  ['DE', tokyo, 20, false],
  // Slow answers say nothing.
  ['DE', tokyo, 5_000, true],
  ['NZ', frankfurt, 5_000, true],
])('%s from %o in %d ms: %s', (country, vantage, milliseconds, possible) => {
  expect(isPossible({ country, roundTrips: [{ ...vantage, milliseconds }] })).toBe(possible)
})

test('an overseas territory is a true claim of the country that it belongs to, and of itself', () => {
  const saintDenis = { latitude: -20.88, longitude: 55.45, milliseconds: 1 }
  const noumea = { latitude: -22.27, longitude: 166.44, milliseconds: 1 }
  const honolulu = { latitude: 21.31, longitude: -157.86, milliseconds: 1 }
  const guam = { latitude: 13.48, longitude: 144.8, milliseconds: 1 }
  const longyearbyen = { latitude: 78.22, longitude: 15.64, milliseconds: 1 }
  const lasPalmas = { latitude: 28.12, longitude: -15.43, milliseconds: 1 }
  for (const [place, codes] of [
    [saintDenis, ['FR', 'RE']],
    [noumea, ['FR', 'NC']],
    [honolulu, ['US']],
    [guam, ['US', 'GU']],
    [longyearbyen, ['NO', 'SJ']],
    [lasPalmas, ['ES']],
  ] as const)
    for (const country of codes) expect(isPossible({ country, roundTrips: [place] })).toBe(true)
  expect(isPossible({ country: 'DE', roundTrips: [saintDenis] })).toBe(false)
})

test('one place has to explain all round trips, not a place for each', () => {
  // Réunion explains the one and Paris the other, but no part of France both.
  const mauritius = { latitude: -20.16, longitude: 57.5, milliseconds: 5 }
  const brussels = { latitude: 50.85, longitude: 4.35, milliseconds: 5 }
  expect(isPossible({ country: 'FR', roundTrips: [mauritius] })).toBe(true)
  expect(isPossible({ country: 'FR', roundTrips: [brussels] })).toBe(true)
  expect(isPossible({ country: 'FR', roundTrips: [mauritius, brussels] })).toBe(false)
})

test('without round trips, and for a code that nobody knows, everything is possible', () => {
  expect(isPossible({ country: 'DE', roundTrips: [] })).toBe(true)
  expect(isPossible({ country: 'QX', roundTrips: [{ ...tokyo, milliseconds: 1 }] })).toBe(true)
  expect(isPossible({ country: 'toString', roundTrips: [] })).toBe(true)
})

test('faster media can be allowed for', () => {
  const roundTrips = [{ ...newYork, milliseconds: 45 }]
  expect(isPossible({ country: 'IE', roundTrips })).toBe(false)
  expect(isPossible({ country: 'IE', roundTrips, speed: 299.8 })).toBe(true)
})

test.each([
  { latitude: 91, longitude: 0, milliseconds: 1 },
  { latitude: 0, longitude: 181, milliseconds: 1 },
  { latitude: Number.NaN, longitude: 0, milliseconds: 1 },
  { latitude: 0, longitude: 0, milliseconds: -1 },
  { latitude: 0, longitude: 0, milliseconds: Number.NaN },
])('%o is refused', (roundTrip) => {
  expect(() => isPossible({ country: 'DE', roundTrips: [roundTrip] })).toThrow(GeoInputError)
})
