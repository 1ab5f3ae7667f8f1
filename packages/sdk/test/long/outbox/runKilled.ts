import { once } from 'node:events'
import { delay } from '../../../src/internal/delay.js'
import { spawnProgram } from '../../../src/internal/testing/spawnProgram.js'
import type { Settings } from './openOutbox.js'

const source = JSON.stringify(new URL('./openOutbox.ts', import.meta.url).href)

/**
 * Runs the outbox in a process of its own and kills it.
 *
 * @param life Milliseconds from when it alone may send to the kill.
 * @returns Milliseconds that it took to get there, from when it asked.
 */
export async function runKilled(settings: Settings, life: number): Promise<number> {
  const child = spawnProgram(`
    const { openOutbox } = await import(${source})
    const { outbox } = openOutbox(${JSON.stringify(settings)})
    const asked = performance.now()
    outbox.start()
    for (;;) {
      try {
        await outbox.ready
        break
      } catch (error) {
        console.log(error.code)
        process.exit(1)
      }
    }
    console.log('ready ' + (performance.now() - asked))
  `)
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
