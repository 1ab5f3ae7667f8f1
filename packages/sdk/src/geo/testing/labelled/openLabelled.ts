import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asnRanges } from '../../asnRanges/asnRanges.js'
import type { GeoSource } from '../../geoSource.js'
import { mmdb } from '../../mmdb/mmdb.js'
import { type NetworkTable, parseNetworkTable } from '../../networks/parseNetworkTable.js'
import { writeMmdb } from '../writeMmdb.js'
import { readCsv } from './readCsv.js'

/** An address, and what is known of it from elsewhere than the databases. See README.md. */
export type Labelled = {
  address: string
  /** `undefined` where its operator has data centres in several countries. */
  country: string | undefined
  ipType: string
  asn: number
  operator: string
}

const day = (date: string) => Date.parse(date) / 1_000
/** When the excerpts were made; `now` of the comparison lies a little after. */
const made = {
  dbip: day('2026-06-01'),
  whois: day('2026-06-17'),
  iptoasn: day('2026-06-17'),
  asn: day('2026-06-17'),
  ipfire: day('2022-10-29'),
}
export const labelledNow = day('2026-07-01')

/** The labelled addresses, and excerpts of real databases written to real files and opened again. */
export async function openLabelled(): Promise<{
  addresses: Labelled[]
  sources: Record<keyof typeof made, GeoSource>
}> {
  const addresses = (await readCsv('addresses.csv')).map(
    ({ address = '', asn, country, ipType = '', operator = '' }) => ({
      ...{ address, country: country || undefined, ipType, asn: Number(asn), operator },
    }),
  )
  const countries = await readCsv('countries.csv')
  const ipfire = await readCsv('ipfire.csv')
  const folder = await mkdtemp(join(tmpdir(), 'passband-labelled-'))
  try {
    const openMmdb = async (
      name: keyof typeof made,
      rows: readonly Record<string, string>[],
      toRecord: (row: Record<string, string>) => { [key: string]: string | number },
    ) => {
      const records = Object.fromEntries(
        rows.map((row) => {
          const { address = '' } = row
          return [`${address}/${address.includes(':') ? 128 : 32}`, toRecord(row)]
        }),
      )
      const path = join(folder, `${name}.mmdb`)
      await writeFile(path, writeMmdb(records, { buildEpoch: made[name], type: name }))
      return mmdb({ name, path, reloadInterval: 1e9 })
    }
    const openCountry = (name: 'dbip' | 'whois' | 'iptoasn') =>
      openMmdb(name, countries, (row) => ({ country_code: row[name] ?? '' }))
    const sources = {
      dbip: await openCountry('dbip'),
      whois: await openCountry('whois'),
      iptoasn: await openCountry('iptoasn'),
      asn: await asnRanges({
        name: 'asn',
        paths: [fileURLToPath(new URL('asn.csv', import.meta.url))],
        buildDate: made.asn,
      }),
      ipfire: await openMmdb('ipfire', ipfire, ({ asn, country = '', name = '' }) => ({
        country_code: country,
        autonomous_system_number: Number(asn),
        autonomous_system_organization: name,
      })),
    }
    return { addresses, sources }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A table of what some of the labelled networks are for, as an operator would keep it. */
export function toNetworks(addresses: readonly Labelled[]): NetworkTable {
  const rows = new Set(addresses.map(({ asn, ipType }) => `${asn},${ipType}`))
  return parseNetworkTable([...rows].join('\n'))
}
