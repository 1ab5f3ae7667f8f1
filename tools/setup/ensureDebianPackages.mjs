import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runStep } from './runStep.mjs'
import { SetupError } from './SetupError.mjs'

/**
 * Installs Debian packages whose programs are not there, which takes root.
 * @param {Record<string, string>} programs the package of each program
 * @param {import('./runStep.mjs').StepOptions} options
 * @throws {SetupError} when something is missing that cannot be installed from here
 */
export async function ensureDebianPackages(programs, options) {
  const missing = Object.keys(programs).filter((program) => !isOnPath(program))
  if (missing.length === 0) return
  const packages = missing.map((program) => programs[program] ?? program)
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    const install = `apt-get install ${packages.join(' ')}`
    throw new SetupError(
      `This needs ${missing.join(', ')}: run \`${install}\` as root, or the like elsewhere.`,
    )
  }
  const quiet = { ...options, env: { DEBIAN_FRONTEND: 'noninteractive' } }
  await runStep('Reading the Debian package lists (apt-get update)', 'apt-get', ['update'], quiet)
  const label = `Installing Debian packages: ${packages.join(', ')} (apt-get install)`
  await runStep(label, 'apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet)
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
