import { expect, test } from 'vitest'
import { GeoInputError, GeoUnavailableError } from '../errors/geo.js'
import { classifyAddress } from './classifyAddress.js'
import type { GeoSource, Place } from './geoSource.js'
import { hostingRanges } from './hostingRanges/hostingRanges.js'
import { parseNetworkTable } from './networks/parseNetworkTable.js'
import { staticGeo } from './staticGeo.js'

const address = '198.18.0.7'
const allow = ['198.18.0.0/15', '2001:db8::/32']
const now = 1_800_000_000
const networks = parseNetworkTable(
  '64500,residential\nAS64501,mobile\n64502,hosting\n64503,business',
)

let count = 0
const says = (place: Place, buildDate = now): GeoSource =>
  staticGeo({ '198.18.0.0/15': place, '2001:db8::/32': place }, { name: `s${++count}`, buildDate })
const silent = staticGeo({}, { name: 'silent' })
const broken: GeoSource = {
  name: 'broken',
  lookup: async () => {
    throw new Error('meant by the test')
  },
}
const classify = (sources: readonly GeoSource[], text = address) =>
  classifyAddress(sources, text, { allow, networks, now })
const codes = async (sources: readonly GeoSource[], text = address) =>
  (await classify(sources, text)).reasons.map(({ code }) => code)

const de = { country: 'DE' }
const fr = { country: 'FR' }
const us = { country: 'US' }

test.each<[string, Place[], string | undefined, string]>([
  ['one source', [de], 'DE', 'COUNTRY_ONE_SOURCE'],
  ['two that agree', [de, de], 'DE', 'COUNTRY_MAJORITY'],
  ['two that do not', [de, fr], undefined, 'COUNTRY_TIED'],
  ['two against one', [de, fr, fr], 'FR', 'COUNTRY_MAJORITY'],
  ['two against two others', [de, de, fr, us], undefined, 'COUNTRY_TIED'],
  [
    'one that places it in two countries',
    [{ country: ['DE', 'FR'] }],
    undefined,
    'COUNTRY_AMBIGUOUS',
  ],
  [
    'two, and one that places it in two',
    [de, de, { country: ['FR', 'US'] }],
    'DE',
    'COUNTRY_AMBIGUOUS',
  ],
  ['one that says the same twice', [{ country: ['DE', 'DE'] }], 'DE', 'COUNTRY_ONE_SOURCE'],
  ['none that names one', [{ ipType: 'hosting' }], undefined, 'COUNTRY_NO_DATA'],
  ['anycast', [de, de, { isAnycast: true }], undefined, 'ADDRESS_ANYCAST'],
])('the country of %s', async (_, places, country, code) => {
  const sources = [...places.map((place) => says(place)), silent, broken]
  const result = await classify(sources)
  expect(result.country).toBe(country)
  expect(result.reasons.map((reason) => reason.code)).toContain(code)
  expect(result.countryConfidence > 0).toBe(country !== undefined)
})

const home = { ipType: 'residential' } as const
const phone = { ipType: 'mobile' } as const
const cloud = { ipType: 'hosting' } as const

test.each<[string, Place[], string, string]>([
  ['residential by one source', [home], 'unknown', 'TYPE_ONE_SOURCE'],
  ['mobile by one source', [phone], 'unknown', 'TYPE_ONE_SOURCE'],
  ['hosting by one source', [cloud], 'hosting', 'TYPE_MAJORITY'],
  ['residential by two', [home, home], 'residential', 'TYPE_MAJORITY'],
  ['mobile by two', [phone, phone], 'mobile', 'TYPE_MAJORITY'],
  ['residential and mobile', [home, phone], 'unknown', 'TYPE_TIED'],
  ['residential and hosting', [home, cloud], 'unknown', 'TYPE_TIED'],
  ['residential by two of three', [home, home, cloud], 'residential', 'TYPE_MAJORITY'],
  ['residential by two of four', [home, home, cloud, phone], 'unknown', 'TYPE_TIED'],
  ['a network of the table, by one source', [{ asn: 64500 }], 'unknown', 'TYPE_ONE_SOURCE'],
  [
    'a network of the table, by two',
    [{ asn: 64500 }, { asn: 64500 }],
    'residential',
    'TYPE_MAJORITY',
  ],
  ['two networks of one kind', [{ asn: 64501 }, phone], 'mobile', 'TYPE_MAJORITY'],
  ['a business network', [{ asn: 64503 }, { asn: 64503 }], 'unknown', 'TYPE_MAJORITY'],
  ['a home network with a business network', [home, { asn: 64503 }], 'unknown', 'TYPE_TIED'],
  ['a name', [{ asn: 1, organisation: 'EXAMPLE-HOSTING_AS' }], 'hosting', 'TYPE_MAJORITY'],
  ['a name of one source', [{ organisation: 'Example Cable' }], 'unknown', 'TYPE_ONE_SOURCE'],
  [
    'a name that says two things',
    [{ organisation: 'Cable and Mobile' }],
    'unknown',
    'TYPE_NO_DATA',
  ],
  [
    'a name against the table',
    [{ asn: 64502, organisation: 'Example Cable' }],
    'hosting',
    'TYPE_MAJORITY',
  ],
  ['nothing', [de, de], 'unknown', 'TYPE_NO_DATA'],
])('the IP type of %s', async (_, places, ipType, code) => {
  const result = await classify([...places.map((place) => says(place)), silent])
  expect(result.ipType).toBe(ipType)
  expect(result.reasons.map((reason) => reason.code)).toContain(code)
  expect(result.ipTypeConfidence > 0).toBe(ipType !== 'unknown')
})

test('a published range is hosting, however many sources say residential', async () => {
  const published = hostingRanges({ name: 'cloud', ranges: ['198.18.0.0/24'] })
  const sources = [...Array.from({ length: 9 }, () => says(home)), published]
  expect(await classify(sources)).toMatchObject({ ipType: 'hosting', ipTypeConfidence: 1 })
  expect((await classify(sources, '198.18.1.7')).ipType).toBe('residential')
})

test('never residential or mobile on one source’s word, whatever the others say', async () => {
  const places: Place[] = [
    home,
    phone,
    cloud,
    de,
    { asn: 64500 },
    { asn: 64501 },
    { asn: 64502 },
    {},
  ]
  places.push({ organisation: 'Example Cable' }, { organisation: 'Example Mobile' })
  for (const a of places)
    for (const b of places)
      for (const c of places) {
        const { ipType, votes } = await classify([says(a), says(b), says(c)])
        if (ipType === 'hosting' || ipType === 'unknown') continue
        expect(votes.filter((vote) => vote.ipType === ipType).length).toBeGreaterThanOrEqual(2)
      }
})

test('confidence grows with agreement, and shrinks with dissent and mere names', async () => {
  const of = async (...places: Place[]) =>
    (await classify(places.map((place) => says(place)))).countryConfidence
  expect(await of(de)).toBeLessThan(await of(de, de))
  expect(await of(de, de)).toBeLessThan(await of(de, de, de))
  expect(await of(de, de, fr)).toBeLessThan(await of(de, de))
  const name = { organisation: 'Example Cable' }
  const named = await classify([says(name), says(name)])
  const stated = await classify([says(home), says(home)])
  expect(named.ipTypeConfidence).toBeLessThan(stated.ipTypeConfidence)
})

test('old data make the answer stale, and are named; old data that say nothing do not', async () => {
  const old = says(de, now - 61 * 86_400)
  const result = await classify([says(de), old])
  expect(result).toMatchObject({ country: 'DE', stale: true, staleSources: [old.name] })
  expect(result.reasons).toContainEqual(
    expect.objectContaining({ code: 'SOURCE_STALE', sources: [old.name] }),
  )
  const oldAndSilent = staticGeo({}, { name: 'old', buildDate: 1 })
  expect(await classify([says(de), oldAndSilent])).toMatchObject({ stale: false, staleSources: [] })
  expect((await classify([says(de, now - 60 * 86_400)])).stale).toBe(false)
})

test('a source that is too old confirms what the others say, and does not contradict it', async () => {
  const old = (place: Place) => says(place, now - 61 * 86_400)
  expect((await classify([says(de), old(fr), old(fr)])).country).toBe('DE')
  expect((await classify([says(de), says(fr), old(fr)])).country).toBe(undefined)
  expect((await classify([old(de), old(fr), old(fr)])).country).toBe('FR')
  expect((await classify([says(cloud), old(home)])).ipType).toBe('hosting')
  expect((await classify([says(home), old(cloud)])).ipType).toBe('unknown')
  expect((await classify([says(home), old(home)])).ipType).toBe('residential')
  const confidence = async (...sources: GeoSource[]) => (await classify(sources)).countryConfidence
  expect(await confidence(says(de), old(fr))).toBe(await confidence(says(de)))
})

test('every source that knew it is listed with what it said, and one that failed is named', async () => {
  const first = says({ ...de, asn: 64500, organisation: 'Example' })
  const { reasons, votes } = await classify([first, silent, broken])
  expect(votes).toEqual([
    {
      ...{ source: first.name, buildDate: now, stale: false, countries: ['DE'], isAnycast: false },
      ...{ asn: 64500, organisation: 'Example', ipType: 'residential', basis: 'network' },
    },
  ])
  expect(reasons).toContainEqual(
    expect.objectContaining({ code: 'SOURCE_FAILED', sources: ['broken'] }),
  )
  for (const { text } of reasons) expect(text).toMatch(/^[A-Z].*\.$/)
})

const everywhere = staticGeo({ '0.0.0.0/0': de, '::/0': fr }, { name: 'everywhere' })

test.each([
  ['IPv4 in IPv6', '::ffff:9.9.9.9', 'DE'],
  ['NAT64', '64:ff9b::909:909', 'DE'],
  ['IPv6', '2a00:1450::1', 'FR'],
])('%s is looked up as what it is', async (_, text, country) => {
  expect((await classifyAddress([everywhere], text)).country).toBe(country)
})

test.each([
  ['private', '10.1.2.3', 'ADDRESS_NOT_PUBLIC'],
  ['private in NAT64', '64:ff9b::a01:203', 'ADDRESS_NOT_PUBLIC'],
  ['private in IPv6', '::ffff:192.168.1.1', 'ADDRESS_NOT_PUBLIC'],
  ['loopback', '127.0.0.1', 'ADDRESS_NOT_PUBLIC'],
  ['link-local', 'fe80::1', 'ADDRESS_NOT_PUBLIC'],
  ['shared by a carrier', '100.64.0.1', 'ADDRESS_NOT_PUBLIC'],
  ['for documentation', '192.0.2.1', 'ADDRESS_NOT_PUBLIC'],
  ['for documentation, IPv6', '2001:db8::1', 'ADDRESS_NOT_PUBLIC'],
  ['multicast', '224.0.0.1', 'ADDRESS_NOT_PUBLIC'],
  ['unspecified', '::', 'ADDRESS_NOT_PUBLIC'],
  ['local', 'fd00::1', 'ADDRESS_NOT_PUBLIC'],
  ['6to4', '2002:909:909::1', 'ADDRESS_TUNNELLED'],
  ['Teredo', '2001:0:909:909::1', 'ADDRESS_TUNNELLED'],
])('an address that is %s is unknown, and nobody is asked', async (_, text, code) => {
  const result = await classifyAddress([everywhere, broken], text)
  expect(result).toMatchObject({ country: undefined, ipType: 'unknown', votes: [] })
  expect(result.reasons.map((reason) => reason.code)).toEqual([code])
})

test('a range that is allowed is looked up although it is not public', async () => {
  const result = await classifyAddress([everywhere], '127.0.0.1', { allow: ['127.0.0.0/8'] })
  expect(result.country).toBe('DE')
})

test('IPv6 neighbours on both sides of a border are told apart', async () => {
  const source = staticGeo({ '2a00:1000:1::/48': de, '2a00:1000:2::/48': fr }, { name: 'border' })
  const last = '2a00:1000:1:ffff:ffff:ffff:ffff:ffff'
  expect((await classifyAddress([source], last)).country).toBe('DE')
  expect((await classifyAddress([source], '2a00:1000:2::')).country).toBe('FR')
})

test('without sources, or when all fail, it is a typed error with the cause', async () => {
  await expect(classify([])).rejects.toThrow(GeoUnavailableError)
  const error = await classify([broken]).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(GeoUnavailableError)
  expect(String((error as GeoUnavailableError).cause)).toContain('meant by the test')
})

test('what is no address is refused, and so is a source that is there twice', async () => {
  await expect(classify([says(de)], 'example.org')).rejects.toThrow(GeoInputError)
  const twice = says(de)
  await expect(classify([twice, twice])).rejects.toThrow(GeoInputError)
  expect(await codes([says(de)])).toContain('COUNTRY_ONE_SOURCE')
})
