import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/**
 * Runs a bundled program in a process of its own, for tests that kill a process. Its standard error
 * goes to the test's.
 *
 * @param parameters What its `readParameters` gives.
 */
export function spawnProgram(
  file: string,
  parameters: unknown,
): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [file, JSON.stringify(parameters)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
