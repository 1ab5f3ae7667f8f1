import { join } from 'node:path'
import { root } from '../setup/root.mjs'
import { runProcess } from '../setup/runProcess.mjs'
import { countForge } from './countForge.mjs'

/**
 * Runs the contracts' tests, showing what forge says. Its text is counted and not its JSON, with which it
 * leaves out the check of the gas snapshots.
 * @param {import('../setup/runProcess.mjs').Interruption} interruption
 */
export async function testContracts(interruption) {
  console.log('\nContracts (forge test)')
  const color = process.stdout.isTTY ? 'always' : 'never'
  let output = ''
  const args = [join(root, 'tools/foundry.mjs'), 'forge', 'test', '--color', color]
  const code = await runProcess(process.execPath, args, {
    interruption,
    stdio: ['ignore', 'pipe', 'inherit'],
    onOutput(chunk) {
      output += chunk
      process.stdout.write(chunk)
    },
  })
  interruption.signal.throwIfAborted()
  return countForge(output, code)
}
