import { ensureBuilt } from '../setup/ensureBuilt.mjs'
import { ensureDebianPackages } from '../setup/ensureDebianPackages.mjs'
import { ensureInstalled } from '../setup/ensureInstalled.mjs'
import { runCommand } from '../setup/runCommand.mjs'
import { testContracts } from '../testing/testContracts.mjs'
import { testPackages } from '../testing/testPackages.mjs'

/** What tests run besides Node.js, by Debian package. */
const programs = {
  'chromium-headless-shell': 'chromium-headless-shell',
  curl: 'curl',
  openssl: 'openssl',
}

await runCommand(async (command) => {
  const { args, interruption } = command
  await ensureInstalled(command)
  await ensureDebianPackages(programs, command)
  await ensureBuilt(command)

  // Arguments pick tests, and are vitest's: `npm test -- follower`.
  const contracts = args.length === 0 ? await testContracts(interruption) : undefined
  const packages = await testPackages(args, interruption)
  const counts = [contracts, packages].filter((count) => count !== undefined)
  const passed = counts.reduce((sum, count) => sum + count.passed, 0)
  const failed = counts.reduce((sum, count) => sum + count.failed, 0)
  const skipped = counts.reduce((sum, count) => sum + count.skipped, 0)
  if (packages.failures.length > 0) console.log(`\n${packages.failures.join('\n')}`)
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return failed > 0 || passed === 0 ? 1 : 0
})
