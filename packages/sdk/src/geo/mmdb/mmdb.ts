import { GeoInputError } from '../../errors/geo.js'
import type { GeoSource, Place } from '../geoSource.js'
import { parseAddress } from '../parseAddress.js'
import { createFileReader } from './createFileReader.js'
import { openReader } from './openReader.js'
import { readRecord } from './readRecord.js'

export type MmdbParameters = {
  /** Tells it apart from other sources. */
  name: string
  /** What a record says, for databases whose fields have other names. */
  read?: ((record: unknown) => Place | undefined) | undefined
} & (
  | {
      /** A file. When it is replaced, the new one is read. */
      path: string
      data?: undefined
      /** Seconds between looks at whether the file was replaced. @default 60 */
      reloadInterval?: number | undefined
      /** Told why a replaced file is not used; the old data are, as long as that is so. */
      onError?: ((error: unknown) => void) | undefined
    }
  | {
      /** The database itself. */
      data: Uint8Array
      path?: undefined
      reloadInterval?: undefined
      onError?: undefined
    }
)

/**
 * A geo source from a MaxMind DB file (country, ASN, connection type, …), of MaxMind, DB-IP,
 * ip-location-db or whoever. Needs the package `mmdb-lib`. Its build date is the one in the file.
 *
 * A file that is replaced while this runs is read within `reloadInterval` at the next lookup, when it
 * is whole and has not changed for two seconds; the old data serve until then, and on. Replace it by
 * renaming: nobody can tell for sure that a file is half old and half new.
 *
 * @returns The source, once the database is read and found to be whole.
 * @throws `GeoDataError` The database is missing, cut off, damaged or of another format.
 * @throws `PackageMissingError` mmdb-lib is not installed.
 *
 * @example
 * ```ts
 * const dbip = await mmdb({ name: 'dbip', path: 'dbip-country.mmdb' })
 * await dbip.lookup('192.0.2.1') // { country: 'DE' }
 * ```
 * Source: MaxMind DB file format, version 2.0.
 */
export async function mmdb(parameters: MmdbParameters): Promise<GeoSource> {
  const { name, read = readRecord } = parameters
  if (name === '') throw new GeoInputError('A geo source needs a name.')
  const file =
    parameters.path === undefined
      ? { current: await openReader(Buffer.from(parameters.data)), refresh: async () => {} }
      : await createFileReader(parameters)
  return {
    name,
    get buildDate() {
      return Math.floor(file.current.metadata.buildEpoch.getTime() / 1_000)
    },
    async lookup(address) {
      const parsed = parseAddress(address)
      await file.refresh()
      const { current } = file
      if (parsed.kind() === 'ipv6' && current.metadata.ipVersion === 4) return undefined
      return read(current.get(parsed.toString()))
    },
  }
}
