import { ensureBuilt } from '../setup/ensureBuilt.mjs'
import { ensureInstalled } from '../setup/ensureInstalled.mjs'
import { runCommand } from '../setup/runCommand.mjs'
import { runProcess } from '../setup/runProcess.mjs'

await runCommand(async (command) => {
  await ensureInstalled(command)
  await ensureBuilt({ ...command, only: '@passband/demo' })
  return runProcess(process.execPath, ['examples/demo/dist/index.js', ...command.args], {
    interruption: command.interruption,
    stdio: 'inherit',
    cleansUp: true,
  })
})
