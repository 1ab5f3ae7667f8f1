import type { Reader, Response } from 'mmdb-lib'
import { GeoDataError } from '../../errors/geo.js'
import { importOptional } from '../../internal/importOptional.js'
import { verifyTree } from './verifyTree.js'

/**
 * @throws `PackageMissingError` mmdb-lib is not installed.
 * @throws `GeoDataError` It is not a whole database.
 */
export async function openReader(data: Buffer): Promise<Reader<Response>> {
  const { Reader } = await importOptional('mmdb-lib', () => import('mmdb-lib'))
  try {
    const reader = new Reader<Response>(data)
    verifyTree(data, reader.metadata)
    return reader
  } catch (cause) {
    if (cause instanceof GeoDataError) throw cause
    throw new GeoDataError('A geo database is cut off, damaged, or of another format.', { cause })
  }
}
