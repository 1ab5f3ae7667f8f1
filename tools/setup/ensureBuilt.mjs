import { join } from 'node:path'
import { root } from './root.mjs'
import { runStep } from './runStep.mjs'

/**
 * Builds the workspace, or one package with all that it depends on; what has not changed is not built again.
 * @param {import('./runStep.mjs').StepOptions & { only?: string }} options
 */
export async function ensureBuilt({ only, ...options }) {
  const args = ['run', 'build', `--output-logs=${options.verbose ? 'full' : 'errors-only'}`]
  if (only) args.push(`--filter=${only}...`)
  const turbo = join(root, 'node_modules/turbo/bin/turbo')
  await runStep('Building (turbo run build)', process.execPath, [turbo, ...args], {
    ...options,
    env: { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
  })
}
