import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GeoDataError, GeoInputError } from '../../errors/geo.js'
import { runGeoSourceCompliance } from '../testing/runGeoSourceCompliance.js'
import { hostingRanges } from './hostingRanges.js'
import { readHostingRanges } from './readHostingRanges.js'

const ranges = ['198.51.100.0/25', '198.51.100.0/24', '2001:db8:1::/48', '2001:db8:3::/48']
const hosting = { ipType: 'hosting', isPublished: true } as const

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passband-ranges-'))
})
afterAll(() => rm(folder, { recursive: true }))

runGeoSourceCompliance({
  name: 'hostingRanges',
  open: () => hostingRanges({ name: 'cloud', ranges }),
  known: { address: '198.51.100.7', place: hosting },
  knownIpv6: { address: '2001:db8:1::7', place: hosting },
  unknown: ['198.51.101.0', '2001:db8:2::1'],
})

test('a range ends where it ends, for IPv6 neighbours too', async () => {
  const source = hostingRanges({ name: 'cloud', ranges })
  const known = [
    '198.51.100.0',
    '198.51.100.255',
    '2001:db8:1::',
    '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
  ]
  const unknown = [
    '198.51.99.255',
    '2001:db8:0:ffff:ffff:ffff:ffff:ffff',
    '2001:db8:2::',
    '2001:db8:4::',
  ]
  for (const address of known) expect(await source.lookup(address)).toEqual(hosting)
  for (const address of unknown) expect(await source.lookup(address)).toBeUndefined()
})

test('a list that is empty, or not of ranges, is refused', () => {
  expect(() => hostingRanges({ name: 'cloud', ranges: [] })).toThrow(GeoDataError)
  expect(() => hostingRanges({ name: 'cloud', ranges: ['198.51.100.7/24'] })).toThrow(GeoInputError)
})

test('a file has a range on each line, and comments', async () => {
  const path = join(folder, 'list')
  await writeFile(path, `# ours\r\n\n${ranges.join(' # Frankfurt\r\n')}`)
  const source = await readHostingRanges({ name: 'cloud', path, isAnycast: true })
  expect(await source.lookup('198.51.100.7')).toEqual({ ...hosting, isAnycast: true })
  expect(source.buildDate).toBeGreaterThan(1_700_000_000)
})
