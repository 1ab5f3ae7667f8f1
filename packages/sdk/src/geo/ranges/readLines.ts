import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { GeoDataError } from '../../errors/geo.js'

export type ReadLinesParameters = {
  path: string
  /** Largest file that is read, in bytes. @default 268435456 */
  maxBytes?: number | undefined
  /** Told now and then how far reading is, in bytes. */
  onProgress?: ((progress: { bytes: number; total: number }) => void) | undefined
  signal?: AbortSignal | undefined
}

/** Longest line, in characters. One without an end would otherwise fill the memory. */
const maxLength = 4_096

/**
 * The lines of a text file, read piece by piece.
 *
 * @throws `GeoDataError` The file cannot be read, is too large, or has a line that is too long.
 */
export async function* readLines({
  path,
  maxBytes = 256 * 1024 * 1024,
  onProgress,
  signal,
}: ReadLinesParameters): AsyncGenerator<string> {
  signal?.throwIfAborted()
  const total = await stat(path).then(({ size }) => size, unreadable)
  if (total > maxBytes)
    throw new GeoDataError(`A file with ranges is larger than ${maxBytes} bytes.`)
  const decoder = new TextDecoder()
  const stream = createReadStream(path, { highWaterMark: 1 << 18 })
  let rest = ''
  let bytes = 0
  try {
    for await (const chunk of stream.on('error', () => {})) {
      signal?.throwIfAborted()
      bytes += chunk.length
      // It may have grown since it was looked at.
      if (bytes > maxBytes)
        throw new GeoDataError(`A file with ranges is larger than ${maxBytes} bytes.`)
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > maxLength) throw new GeoDataError('A file with ranges has no lines.')
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
      onProgress?.({ bytes, total })
    }
  } catch (error) {
    if (error instanceof GeoDataError || signal?.aborted) throw error
    unreadable(error)
  } finally {
    stream.destroy()
  }
  if (rest !== '') yield rest
}

function unreadable(cause: unknown): never {
  throw new GeoDataError('A file with ranges cannot be read.', { cause })
}
