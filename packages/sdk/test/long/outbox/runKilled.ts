import { once } from 'node:events'
import { delay } from '../../../src/internal/delay.js'
import { bundlePrograms, type Programs } from '../../../src/internal/testing/bundlePrograms.js'
import { spawnProgram } from '../../../src/internal/testing/spawnProgram.js'
import type { Settings } from './openOutbox.js'

/** The program that is killed, for a test. */
export const bundleKilled = () =>
  bundlePrograms(new URL('./programs/', import.meta.url), ['runToBeKilled'])

/**
 * Runs the outbox in a process of its own and kills it.
 *
 * @param life Milliseconds from when it alone may send to the kill.
 * @returns Milliseconds that it took to get there, from when it asked.
 */
export async function runKilled(
  programs: Programs,
  settings: Settings,
  life: number,
): Promise<number> {
  const child = spawnProgram(programs.file('runToBeKilled'), settings)
  const closed = once(child, 'close')
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    if (!output.startsWith('ready') || !output.includes('\n')) continue
    await delay(life)
    child.kill('SIGKILL')
  }
  const [, signal] = await closed
  if (signal !== 'SIGKILL') throw new Error(`The child ended by itself: ${output}`)
  return Number(output.split(' ')[1])
}
