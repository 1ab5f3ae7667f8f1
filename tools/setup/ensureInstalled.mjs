import { rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { hashLock, isInstalled, stampPath } from './isInstalled.mjs'
import { root } from './root.mjs'
import { runStep } from './runStep.mjs'

/**
 * Installs the packages that package-lock.json names, unless they are there. An install that was
 * interrupted leaves no stamp and is done again.
 * @param {import('./runStep.mjs').StepOptions} options
 */
export async function ensureInstalled(options) {
  const stamp = join(root, stampPath)
  if (!isInstalled(root)) {
    rmSync(stamp, { force: true })
    // A person's settings may leave out what the build needs.
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
    // `npm run` says which npm it is: the one on the PATH may be another.
    const npm = process.env.npm_execpath ?? ''
    const [command, before] =
      basename(npm) === 'npm-cli.js' ? [process.execPath, [npm]] : ['npm', []]
    await runStep('Installing packages (npm ci)', command, [...before, ...args], {
      ...options,
      grace: 200, // npm goes on to its end when asked to stop, and the next run starts afresh anyway.
    })
  }
  writeFileSync(stamp, hashLock(root))
}
