import { describe, expect, test } from 'vitest'
import type { GeoSource, Place } from '../geoSource.js'

export type GeoSourceComplianceParameters = {
  /** What the source is called in the names of the tests. */
  name: string
  /** Opens the source. */
  open: () => GeoSource | Promise<GeoSource>
  /** An IPv4 address that it knows, and what it says of it. */
  known: { address: string; place: Place }
  /** An IPv6 address that it knows. @default none: it has no IPv6 */
  knownIpv6?: { address: string; place: Place } | undefined
  /** Addresses that it does not know. */
  unknown: readonly string[]
}

/**
 * What every geo source must do, as tests for Vitest. Call it in a test file of the source.
 *
 * @example
 * ```ts
 * import { runGeoSourceCompliance } from '@passband/sdk/testing'
 *
 * runGeoSourceCompliance({
 *   name: 'mine',
 *   open: () => mine({ path: 'mine.db' }),
 *   known: { address: '198.51.100.7', place: { country: 'DE' } },
 *   unknown: ['203.0.113.1'],
 * })
 * ```
 */
export function runGeoSourceCompliance({
  name,
  open,
  known,
  knownIpv6,
  unknown,
}: GeoSourceComplianceParameters) {
  describe(`geo source ${name}`, () => {
    test('it has a name, and a date that is in Unix seconds if it has one', async () => {
      const source = await open()
      expect(source.name).toMatch(/./)
      const { buildDate } = source
      if (buildDate === undefined) return
      expect(Number.isInteger(buildDate)).toBe(true)
      // Milliseconds would be in the distant future.
      expect(buildDate).toBeLessThan(Date.now() / 1_000 + 86_400)
      expect(buildDate).toBeGreaterThanOrEqual(0)
    })

    test('what it knows it says, the same every time', async () => {
      const source = await open()
      expect(await source.lookup(known.address)).toEqual(known.place)
      expect(await source.lookup(known.address)).toEqual(known.place)
      if (knownIpv6) expect(await source.lookup(knownIpv6.address)).toEqual(knownIpv6.place)
    })

    test('IPv4 inside IPv6 is IPv4', async () => {
      const source = await open()
      expect(await source.lookup(`::ffff:${known.address}`)).toEqual(known.place)
    })

    test('what it does not know is undefined, not an error', async () => {
      const source = await open()
      for (const address of unknown) expect(await source.lookup(address)).toBeUndefined()
    })

    test('what it says has the form of a place', async () => {
      const source = await open()
      const place = (await source.lookup(known.address)) ?? {}
      for (const code of [place.country ?? []].flat()) expect(code).toMatch(/^[A-Z]{2}$/)
      if (place.ipType)
        expect(['residential', 'mobile', 'hosting', 'unknown']).toContain(place.ipType)
      if (place.isPublished) expect(place.ipType).toBe('hosting')
      if (place.asn !== undefined) {
        expect(Number.isInteger(place.asn)).toBe(true)
        expect(place.asn).toBeGreaterThan(0)
        expect(place.asn).toBeLessThan(2 ** 32)
      }
    })

    test('changing an answer does not change the next one', async () => {
      const source = await open()
      const place = await source.lookup(known.address)
      for (const key of Object.keys(place ?? {})) Reflect.set(place ?? {}, key, 'spoilt')
      expect(await source.lookup(known.address)).toEqual(known.place)
    })

    test('many lookups at once do not disturb each other', async () => {
      const source = await open()
      const addresses = Array.from({ length: 200 }, (_, index) =>
        index % 2 === 0 ? known.address : (unknown[0] ?? known.address),
      )
      const places = await Promise.all(addresses.map((address) => source.lookup(address)))
      for (const [index, place] of places.entries())
        expect(place).toEqual(addresses[index] === known.address ? known.place : undefined)
    })

    test.each(['', 'localhost', '1.2.3', '1.2.3.256', '1.2.3.4:80', '1.2.3.4/8', '[::1]', '1'])(
      'what is no address (%j) is refused without being repeated',
      async (text) => {
        const source = await open()
        const error = await source.lookup(text).then(
          () => undefined,
          (error: unknown) => error,
        )
        expect(error).toBeInstanceOf(Error)
        if (text !== '' && text !== '1') expect(String(error)).not.toContain(text)
      },
    )
  })
}
