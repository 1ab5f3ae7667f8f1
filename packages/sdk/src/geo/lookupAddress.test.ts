import { expect, test } from 'vitest'
import { GeoInputError, GeoUnavailableError } from '../errors/geo.js'
import type { IpType } from '../protocol/schemas.js'
import type { GeoSource } from './geoSource.js'
import { lookupAddress } from './lookupAddress.js'
import { staticGeo } from './staticGeo.js'

const address = '192.0.2.7'
const says = (country: string, ipType: IpType = 'unknown'): GeoSource =>
  staticGeo({ '192.0.2.0/24': { country, ipType } }, { name: country })
const silent = staticGeo({}, { name: 'silent' })
const broken: GeoSource = {
  name: 'broken',
  lookup: async () => {
    throw new Error('meant by the test')
  },
}

test.each<[string, GeoSource[], string | undefined]>([
  ['one source', [says('DE')], 'DE'],
  ['two that agree', [says('DE'), says('DE')], 'DE'],
  ['two that do not', [says('DE'), says('FR')], undefined],
  ['two against one', [says('DE'), says('FR'), says('FR')], 'FR'],
  ['two against two others', [says('DE'), says('DE'), says('FR'), says('US')], undefined],
  ['one that knows and two that do not', [silent, says('DE'), silent], 'DE'],
  ['one that works and one that fails', [broken, says('DE')], 'DE'],
  ['none that knows', [silent, broken], undefined],
])('%s', async (_, sources, country) => {
  expect((await lookupAddress(sources, address)).country).toBe(country)
})

test('country and IP type are voted on separately, and not knowing is no vote', async () => {
  const sources = [says('DE', 'mobile'), says('DE', 'hosting'), says('FR', 'hosting'), says('DE')]
  expect(await lookupAddress([...sources, silent, broken], address)).toEqual({
    country: 'DE',
    ipType: 'hosting',
    sources: ['DE', 'DE', 'FR', 'DE'],
  })
  expect((await lookupAddress(sources.slice(0, 2), address)).ipType).toBe('unknown')
})

test('IPv4 inside IPv6 is looked up as IPv4', async () => {
  expect((await lookupAddress([says('DE')], `::ffff:${address}`)).country).toBe('DE')
})

test('without sources, or when all fail, it is a typed error with the cause', async () => {
  await expect(lookupAddress([], address)).rejects.toThrow(GeoUnavailableError)
  const error = await lookupAddress([broken, broken], address).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(GeoUnavailableError)
  expect(String((error as GeoUnavailableError).cause)).toContain('meant by the test')
})

test('what is no address is refused', async () => {
  await expect(lookupAddress([says('DE')], 'example.org')).rejects.toThrow(GeoInputError)
})
