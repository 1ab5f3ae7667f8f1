import { stat } from 'node:fs/promises'
import type { GeoSource } from '../geoSource.js'
import { type ReadLinesParameters, readLines } from '../ranges/readLines.js'
import { hostingRanges } from './hostingRanges.js'

export type ReadHostingRangesParameters = ReadLinesParameters & {
  /** Tells it apart from other sources. */
  name: string
  /** When the list was published, Unix seconds. The file's modification time when left out. */
  buildDate?: number | undefined
  /** Whether these addresses answer from many places at once. @default false */
  isAnycast?: boolean | undefined
}

/**
 * Reads `hostingRanges` from a text file with a range on each line; empty lines and what follows a
 * `#` do not count.
 *
 * @throws `GeoDataError` The file is missing, empty or too large.
 * @throws `GeoInputError` A line is not a range in CIDR form.
 *
 * @example
 * ```ts
 * const cloudflare = await readHostingRanges({ name: 'cloudflare', path: 'ips-v4.txt', isAnycast: true })
 * ```
 */
export async function readHostingRanges(
  parameters: ReadHostingRangesParameters,
): Promise<GeoSource> {
  const { name, isAnycast, path } = parameters
  const ranges: string[] = []
  for await (const line of readLines(parameters)) {
    const range = line.split('#', 1)[0]?.trim()
    if (range) ranges.push(range)
  }
  const buildDate = parameters.buildDate ?? Math.floor((await stat(path)).mtimeMs / 1_000)
  return hostingRanges({ name, ranges, buildDate, isAnycast })
}
