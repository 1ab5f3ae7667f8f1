import { spawnSync } from 'node:child_process'
import { readOptions } from '../../packages/sdk/bench/measuring/readOptions.mjs'
import { ensureBuilt } from '../setup/ensureBuilt.mjs'
import { ensureDebianPackages } from '../setup/ensureDebianPackages.mjs'
import { ensureInstalled } from '../setup/ensureInstalled.mjs'
import { runCommand } from '../setup/runCommand.mjs'
import { runProcess } from '../setup/runProcess.mjs'
import { SetupError } from '../setup/SetupError.mjs'

/** What it runs besides Node.js, by Debian package. */
const programs = { ip: 'iproute2', tc: 'iproute2', nft: 'nftables' }

await runCommand(async (command) => {
  const { args, interruption } = command
  try {
    readOptions(args)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    console.error(error.message)
    return 2
  }
  if (spawnSync('unshare', ['--net', 'true']).status !== 0)
    throw new SetupError('The benchmark shapes lines between network namespaces, which takes root.')
  await ensureInstalled(command)
  await ensureDebianPackages(programs, command)
  // It runs on the sources of the sdk, which take the tunnel as it is built.
  await ensureBuilt({ ...command, only: '@passband/tunnel' })
  // All of it is in namespaces of its own: nothing that is there is changed, and nothing stays.
  const program = [process.execPath, 'packages/sdk/bench/measuring/start.mjs', 'main.ts', ...args]
  const options = /** @type {const} */ ({ interruption, stdio: 'inherit', cleansUp: true })
  return runProcess('unshare', ['--net', ...program], options)
})
