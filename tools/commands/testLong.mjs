import { ensureBuilt } from '../setup/ensureBuilt.mjs'
import { ensureInstalled } from '../setup/ensureInstalled.mjs'
import { runCommand } from '../setup/runCommand.mjs'
import { runProcess } from '../setup/runProcess.mjs'

await runCommand(async (command) => {
  await ensureInstalled(command)
  // The tests run on the sources of the sdk, which take the tunnel as it is built.
  await ensureBuilt({ ...command, only: '@passband/tunnel' })
  const program = 'packages/sdk/test/long/harness/start.mjs'
  return runProcess(process.execPath, [program, ...command.args], {
    interruption: command.interruption,
    stdio: 'inherit',
    cleansUp: true,
  })
})
