import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GeoDataError } from '../../errors/geo.js'
import { runGeoSourceCompliance } from '../testing/runGeoSourceCompliance.js'
import { asnRanges } from './asnRanges.js'

let folder = ''
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passband-asn-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(text: string): Promise<string> {
  const path = join(folder, `${++files}.csv`)
  await writeFile(path, text)
  return path
}

const ipv4 = `192.0.2.0,192.0.2.255,64496,"Example, Inc."
198.51.100.0,198.51.100.127,64497,Other
198.51.100.128,198.51.100.255,0,
`
const ipv6 = `2001:db8::,2001:db8:0:ffff:ffff:ffff:ffff:ffff,64496,"Example, Inc."
2001:db8:1::,2001:db8:1:ffff:ffff:ffff:ffff:ffff,64498,"The ""Third"""
`

runGeoSourceCompliance({
  name: 'asnRanges',
  open: async () => asnRanges({ name: 'asn', paths: [await write(ipv4), await write(ipv6)] }),
  known: { address: '192.0.2.7', place: { asn: 64496, organisation: 'Example, Inc.' } },
  knownIpv6: { address: '2001:db8:1::7', place: { asn: 64498, organisation: 'The "Third"' } },
  unknown: ['192.0.3.0', '198.51.100.128', '2001:db8:2::', '::1'],
})

test('numbers for addresses, tabs and AS before the number are read, too', async () => {
  const path = await write('3221225984\t3221226239\tAS64496\tExample\n')
  const source = await asnRanges({ name: 'asn', paths: [path] })
  expect(await source.lookup('192.0.2.255')).toEqual({ asn: 64496, organisation: 'Example' })
})

test('ranges out of order are found, and each address by its own', async () => {
  const rows = Array.from({ length: 3_000 }, (_, index) => {
    const block = (index * 7_919) % 3_000
    const start = `10.${block >> 8}.${block & 255}`
    return `${start}.0,${start}.255,${block + 1},`
  })
  const source = await asnRanges({ name: 'asn', paths: [await write(rows.join('\n'))] })
  for (let block = 0; block < 3_000; block++)
    expect(await source.lookup(`10.${block >> 8}.${block & 255}.200`)).toEqual({ asn: block + 1 })
})

test.each([
  ['no range', 'hello\n', 'Line 1'],
  ['its ends swapped', '192.0.2.255,192.0.2.0,1,\n', 'Line 1'],
  ['two families', '# one\n192.0.2.0,2001:db8::,1,\n', 'Line 2'],
  ['a number that is too high', '192.0.2.0,192.0.2.1,4294967296,\n', 'Line 1'],
  ['two systems in one place', '192.0.2.0,192.0.2.9,1,\n192.0.2.9,192.0.2.20,2,\n', 'overlap'],
  ['nothing', '', 'no ranges'],
  ['a line without end', 'x'.repeat(400_000), 'no lines'],
])('a file with %s is refused', async (_, text, message) => {
  const loading = asnRanges({ name: 'asn', paths: [await write(text)] })
  await expect(loading).rejects.toThrow(GeoDataError)
  await expect(loading).rejects.toThrow(message)
})

test('a file that is too large, or has too many ranges, is refused', async () => {
  const paths = [await write(ipv4)]
  await expect(asnRanges({ name: 'asn', paths, maxBytes: 50 })).rejects.toThrow(GeoDataError)
  await expect(asnRanges({ name: 'asn', paths, maxRanges: 1 })).rejects.toThrow(GeoDataError)
  await expect(asnRanges({ name: 'asn', paths: [join(folder, 'none')] })).rejects.toThrow(
    GeoDataError,
  )
})

test('loading tells how far it is, and stops when it is told to', async () => {
  const rows = Array.from(
    { length: 40_000 },
    (_, index) =>
      `10.${(index >> 8) & 255}.${index & 255}.0,10.${(index >> 8) & 255}.${index & 255}.${index >> 16},1,`,
  )
  const path = await write(rows.join('\n'))
  const seen: number[] = []
  await asnRanges({ name: 'asn', paths: [path], onProgress: ({ bytes }) => seen.push(bytes) })
  expect(seen.length).toBeGreaterThan(1)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))

  const controller = new AbortController()
  const reason = new Error('enough')
  const onProgress = () => controller.abort(reason)
  const loading = asnRanges({ name: 'asn', paths: [path], onProgress, signal: controller.signal })
  await expect(loading).rejects.toBe(reason)
})

test('its date is that of its oldest file, unless one is given', async () => {
  const paths = [await write(ipv4), await write(ipv6)]
  await utimes(paths[1]!, 1_600_000_000, 1_600_000_000)
  expect((await asnRanges({ name: 'asn', paths })).buildDate).toBe(1_600_000_000)
  expect((await asnRanges({ name: 'asn', paths, buildDate: 5 })).buildDate).toBe(5)
})
