import { execFile } from 'node:child_process'
import { appendFile, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A real file system of one megabyte, in memory. Mounting needs root. */
export async function mountSmallDisk() {
  const path = await mkdtemp(join(tmpdir(), 'passband-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'passband-disk', path])
  const filler = join(path, 'filler')
  return {
    path,
    /** Takes all the room that there is, to the last block. */
    async fill(): Promise<void> {
      for (let size = 65_536; size >= 4_096; ) {
        try {
          await appendFile(filler, Buffer.alloc(size))
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
          size /= 2
        }
      }
    },
    /** Gives the room back. */
    free: () => rm(filler, { force: true }),
    async close(): Promise<void> {
      // At once gone from the tree; a database that was closed lets go of its files a little later.
      await run('umount', ['--lazy', path])
      await rmdir(path)
    },
  }
}
