import { expect, test } from 'vitest'
import { GeoInputError } from '../errors/geo.js'
import type { Place } from './geoSource.js'
import { staticGeo } from './staticGeo.js'

const de: Place = { country: 'DE', ipType: 'residential' }
const fr: Place = { country: 'FR', ipType: 'hosting' }
const us: Place = { country: 'US', ipType: 'mobile' }

const geo = staticGeo({
  '127.0.0.0/8': de,
  '127.9.0.0/16': fr,
  '127.9.9.9/32': us,
  '::1/128': fr,
  '2001:db8::/32': de,
  '2001:db8:1::/48': us,
})

test.each([
  ['127.0.0.1', de],
  ['127.8.255.255', de],
  ['127.9.0.1', fr],
  ['127.9.9.9', us],
  ['127.9.9.8', fr],
  ['128.0.0.1', undefined],
  ['::ffff:127.9.0.1', fr],
  ['::1', fr],
  ['::2', undefined],
  ['2001:db8:1::5', us],
  ['2001:0DB8:0002:0::5', de],
])('%s is found by the longest prefix', async (address, place) => {
  expect(await geo.lookup(address)).toEqual(place)
})

test('a default range covers one family only', async () => {
  const everything = staticGeo({ '0.0.0.0/0': de, '::/0': fr })
  expect(await everything.lookup('203.0.113.9')).toEqual(de)
  expect(await everything.lookup('2001:db8::1')).toEqual(fr)
})

test('it has the name and date that it was given', () => {
  expect(staticGeo({}).name).toBe('static')
  expect(staticGeo({}, { name: 'mine', buildDate: 5 })).toMatchObject({
    name: 'mine',
    buildDate: 5,
  })
})

test.each(['', '127.0.0.1:80', '1', '0x7f.1', '127.1', 'localhost', '[::1]', '1.2.3.256'])(
  '%j is refused without being repeated',
  async (address) => {
    await expect(geo.lookup(address)).rejects.toThrow(GeoInputError)
    await expect(geo.lookup(address)).rejects.toThrow('Not an IP address.')
  },
)

test.each<[string, Record<string, Place>]>([
  ['no prefix length', { '127.0.0.1': de }],
  ['a prefix that is too long', { '127.0.0.1/33': de }],
  ['a short form', { '127/8': de }],
  ['host bits', { '127.0.0.1/8': de }],
  ['host bits in IPv6', { '2001:db8::1/32': de }],
  ['two prefix lengths', { '127.0.0.0/8/8': de }],
  ['no address', { '/8': de }],
  ['a country in small letters', { '127.0.0.0/8': { country: 'de', ipType: 'mobile' } }],
  ['an unknown type', { '127.0.0.0/8': { country: 'DE', ipType: 'fast' as 'mobile' } }],
  ['a range twice', { '2001:db8::/32': de, '2001:0db8::/32': fr }],
])('a table with %s is refused', (_, ranges) => {
  expect(() => staticGeo(ranges)).toThrow(GeoInputError)
})
