import { ensureInstalled } from '../setup/ensureInstalled.mjs'
import { runCommand } from '../setup/runCommand.mjs'

await runCommand(async (command) => {
  await ensureInstalled(command)
  return 0
})
