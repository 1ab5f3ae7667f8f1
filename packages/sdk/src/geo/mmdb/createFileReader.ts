import { open } from 'node:fs/promises'
import type { Reader, Response } from 'mmdb-lib'
import { GeoDataError } from '../../errors/geo.js'
import { openReader } from './openReader.js'

type Stamp = { ino: bigint; size: bigint; mtimeNs: bigint }

/** How long a file has to be left alone before it is read, in milliseconds. */
const quiet = 2_000

/**
 * A reader of a file that may be replaced. `refresh` looks whether it was, at most once in
 * `reloadInterval` seconds, and keeps what there is unless the new file is whole and at rest.
 */
export async function createFileReader({
  path,
  reloadInterval = 60,
  onError,
}: {
  path: string
  reloadInterval?: number | undefined
  onError?: ((error: unknown) => void) | undefined
}): Promise<{ readonly current: Reader<Response>; refresh(): Promise<void> }> {
  let { reader, stamp } = await load(path).catch((cause) => {
    if (cause instanceof GeoDataError || (cause as { code?: unknown }).code === 'PACKAGE_MISSING')
      throw cause
    throw new GeoDataError('A geo database cannot be read.', { cause })
  })
  let lookedAt = performance.now()
  let refreshing: Promise<void> | undefined

  async function look() {
    try {
      const now = await getStamp(path)
      if (isSame(now, stamp) || isFresh(now)) return
      ;({ reader, stamp } = await load(path))
    } catch (error) {
      onError?.(error)
    }
  }

  return {
    get current() {
      return reader
    },
    refresh() {
      if (!refreshing && performance.now() - lookedAt >= reloadInterval * 1_000) {
        refreshing = look().finally(() => {
          lookedAt = performance.now()
          refreshing = undefined
        })
      }
      return refreshing ?? Promise.resolve()
    },
  }
}

async function load(path: string) {
  const file = await open(path)
  try {
    const before = await file.stat({ bigint: true })
    const data = await file.readFile()
    const after = await file.stat({ bigint: true })
    if (!isSame(before, after)) throw new GeoDataError('A geo database changed while it was read.')
    return { reader: await openReader(data), stamp: after as Stamp }
  } finally {
    await file.close()
  }
}

async function getStamp(path: string): Promise<Stamp> {
  const file = await open(path)
  try {
    return await file.stat({ bigint: true })
  } finally {
    await file.close()
  }
}

function isSame(a: Stamp, b: Stamp): boolean {
  return a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs
}

/** Somebody may still be writing into it. */
function isFresh({ mtimeNs }: Stamp): boolean {
  return Math.abs(Date.now() - Number(mtimeNs / 1_000_000n)) < quiet
}
