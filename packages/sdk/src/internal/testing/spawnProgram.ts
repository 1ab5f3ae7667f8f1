import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

const register = new URL('./registerTypescript.mjs', import.meta.url).href

/**
 * Runs an ES module in a process of its own, for tests that kill a process. The program may import
 * the TypeScript sources by their `file:` URLs; its standard error goes to the test's.
 */
export function spawnProgram(program: string): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, ['--import', register, '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: new URL('.', import.meta.url),
  })
}
