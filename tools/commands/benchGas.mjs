import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatGas } from '../gas/formatGas.mjs'
import { judgeGas } from '../gas/judgeGas.mjs'
import { measureGas } from '../gas/measureGas.mjs'
import { ensureInstalled } from '../setup/ensureInstalled.mjs'
import { root } from '../setup/root.mjs'
import { runCommand } from '../setup/runCommand.mjs'

/** @param {string} name */
const read = async (name) =>
  JSON.parse(await readFile(join(root, 'packages/contracts', name), 'utf8'))

await runCommand(async (command) => {
  if (command.args.length > 0) {
    console.error('Usage: npm run bench:gas')
    return 2
  }
  await ensureInstalled(command)
  const figures = await measureGas(command.interruption)
  const verdicts = judgeGas(await read('gas-limits.json'), figures, await read('gas-waivers.json'))
  console.log(formatGas(verdicts))
  return verdicts.some(({ state }) => state === 'missed' || state === 'needless') ? 1 : 0
})
