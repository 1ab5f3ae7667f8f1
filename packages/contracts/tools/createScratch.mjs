import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { runForge } from './runForge.mjs'

const contracts = 'packages/contracts'

/**
 * A copy of what forge needs of the repository, built, where nothing that happens touches the original.
 * @param {string} root the repository
 * @param {string} folder is emptied
 * @param {AbortSignal} [signal]
 */
export async function createScratch(root, folder, signal) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, contracts, 'deployments'), { recursive: true })
  for (const name of ['node_modules', 'tools']) symlinkSync(join(root, name), join(folder, name))
  cpSync(join(root, 'foundry.toml'), join(folder, 'foundry.toml'))
  // What was built before is good as long as its sources are the same, which forge finds out.
  for (const name of ['src', 'script', 'test', 'out', 'cache', 'snapshots']) {
    const from = join(root, contracts, name)
    if (existsSync(from)) cpSync(from, join(folder, contracts, name), { recursive: true })
  }
  const { code, output } = await runForge(folder, ['build'], { signal })
  if (code !== 0) throw new Error(`The contracts do not build.\n${output}`)
}
