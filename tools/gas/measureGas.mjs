import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/root.mjs'
import { runProcess } from '../setup/runProcess.mjs'
import { SetupError } from '../setup/SetupError.mjs'

/**
 * Gas of whole transactions as their receipts show it: each one isolated and cold, base and calldata included. The
 * committed snapshots are not touched.
 * @param {import('../setup/runProcess.mjs').Interruption} interruption
 * @returns {Promise<Record<string, string>>}
 */
export async function measureGas(interruption) {
  const folder = await mkdtemp(join(tmpdir(), 'passband-gas-'))
  try {
    let output = ''
    const forge = join(root, 'tools/foundry.mjs')
    const args = [
      forge,
      'forge',
      'test',
      '--match-path',
      '**/gas/**',
      '--gas-snapshot-check',
      'false',
    ]
    const code = await runProcess(process.execPath, args, {
      interruption,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { FOUNDRY_SNAPSHOTS: folder },
      onOutput(chunk) {
        output += chunk
      },
    })
    interruption.signal.throwIfAborted()
    if (code !== 0) throw new SetupError(`${output}\nThe gas could not be measured.`)
    return JSON.parse(await readFile(join(folder, 'MarketplaceGasTest.json'), 'utf8'))
  } finally {
    await rm(folder, { recursive: true })
  }
}
