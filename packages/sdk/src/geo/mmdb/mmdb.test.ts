import { mkdtemp, open, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GeoDataError } from '../../errors/geo.js'
import { runGeoSourceCompliance } from '../testing/runGeoSourceCompliance.js'
import { writeMmdb } from '../testing/writeMmdb.js'
import { mmdb } from './mmdb.js'

const buildEpoch = 1_700_000_000
const german = writeMmdb(
  { '198.51.100.0/24': { country_code: 'DE' }, '2001:db8::/32': { country: { iso_code: 'FR' } } },
  { buildEpoch },
)
const swiss = writeMmdb(
  { '198.51.100.0/24': { country_code: 'CH' } },
  { buildEpoch: buildEpoch + 9 },
)
const old = new Date(Date.now() - 60_000)

let folder = ''
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passband-mmdb-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(data: Uint8Array): Promise<string> {
  const path = join(folder, `${++files}.mmdb`)
  await writeFile(path, data)
  await utimes(path, old, old)
  return path
}

runGeoSourceCompliance({
  name: 'mmdb',
  open: async () => mmdb({ name: 'file', path: await write(german) }),
  known: { address: '198.51.100.7', place: { country: 'DE' } },
  knownIpv6: { address: '2001:db8::7', place: { country: 'FR' } },
  unknown: ['203.0.113.1', '2001:db9::1'],
})

runGeoSourceCompliance({
  name: 'mmdb from memory',
  open: () => mmdb({ name: 'bytes', data: german }),
  known: { address: '198.51.100.7', place: { country: 'DE' } },
  unknown: ['203.0.113.1'],
})

test('the build date is the one in the file', async () => {
  expect((await mmdb({ name: 'bytes', data: german })).buildDate).toBe(buildEpoch)
})

test.each([
  [
    'MaxMind’s country',
    { country: { iso_code: 'DE' }, registered_country: { iso_code: 'US' } },
    { country: 'DE' },
  ],
  ['a registration only', { registered_country: { iso_code: 'US' } }, undefined],
  [
    'a network',
    { autonomous_system_number: 64496, autonomous_system_organization: 'Example' },
    { asn: 64496, organisation: 'Example' },
  ],
  ['a connection type', { connection_type: 'Cellular' }, { ipType: 'mobile' }],
  ['a user type', { traits: { user_type: 'residential' } }, { ipType: 'residential' }],
  ['a hosting provider', { is_hosting_provider: true }, { ipType: 'hosting' }],
  ['anycast', { traits: { is_anycast: true } }, { isAnycast: true }],
  [
    'fields of other types',
    { country: 5, country_code: 'de', autonomous_system_number: 'AS1' },
    undefined,
  ],
  ['nobody’s country', { country_code: 'ZZ' }, undefined],
])('of a record with %s it takes what it knows', async (_, record, place) => {
  const data = writeMmdb({ '198.51.100.0/24': record as { [key: string]: string } }, { buildEpoch })
  const source = await mmdb({ name: 'bytes', data })
  expect(await source.lookup('198.51.100.7')).toEqual(place)
})

test('a database whose fields have other names is read as its operator says', async () => {
  const data = writeMmdb({ '198.51.100.0/24': { land: 'DE' } }, { buildEpoch })
  const read = (record: unknown) => ({ country: (record as { land: string }).land })
  const source = await mmdb({ name: 'bytes', data, read })
  expect(await source.lookup('198.51.100.7')).toEqual({ country: 'DE' })
})

test('a file cut off at any place is refused', async () => {
  for (let length = 0; length < german.length; length += 7)
    await expect(mmdb({ name: 'cut', data: german.subarray(0, length) })).rejects.toThrow(
      GeoDataError,
    )
})

test('a file whose tree points outside of it is refused', async () => {
  const damaged = Buffer.from(german)
  damaged.fill(0xff, 0, 3)
  await expect(mmdb({ name: 'damaged', data: damaged })).rejects.toThrow(GeoDataError)
})

test('a file that is missing, or no database, is a typed error', async () => {
  await expect(mmdb({ name: 'none', path: join(folder, 'none') })).rejects.toThrow(GeoDataError)
  const path = await write(Buffer.from('<html>404</html>'))
  await expect(mmdb({ name: 'html', path })).rejects.toThrow(GeoDataError)
})

test('a replaced file is served, with its date', async () => {
  const path = await write(german)
  const source = await mmdb({ name: 'file', path, reloadInterval: 0 })
  expect(await source.lookup('198.51.100.7')).toEqual({ country: 'DE' })
  await rename(await write(swiss), path)
  expect(await source.lookup('198.51.100.7')).toEqual({ country: 'CH' })
  expect(source.buildDate).toBe(buildEpoch + 9)
})

test('a file that is being written, cut off or gone is not served, and the old data are', async () => {
  const path = await write(german)
  const errors: unknown[] = []
  const source = await mmdb({
    name: 'file',
    path,
    reloadInterval: 0,
    onError: (error) => errors.push(error),
  })
  const file = await open(path, 'r+')
  await file.truncate(0)
  for (let at = 0; at < swiss.length; at += 64) {
    await file.write(swiss.subarray(at, at + 64), 0, undefined, at)
    expect(await source.lookup('198.51.100.7')).toEqual({ country: 'DE' })
  }
  await file.close()
  // Whole, and perhaps still being written: two seconds have not gone by.
  expect(await source.lookup('198.51.100.7')).toEqual({ country: 'DE' })
  expect(errors).toEqual([])
  await utimes(path, old, old)
  expect(await source.lookup('198.51.100.7')).toEqual({ country: 'CH' })

  await rename(await write(german.subarray(0, german.length - 40)), path)
  expect(await source.lookup('198.51.100.7')).toEqual({ country: 'CH' })
  expect(errors.at(-1)).toBeInstanceOf(GeoDataError)
  await rm(path)
  expect(await source.lookup('198.51.100.7')).toEqual({ country: 'CH' })
  await expect(stat(path)).rejects.toThrow()
})
