import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../setup/root.mjs'

const run = promisify(execFile)

/**
 * @typedef {object} Project somebody else's project, with our packages as they would be published
 * @property {string} folder
 * @property {() => Promise<void>} remove
 */

/**
 * Packs packages of the workspace, which have to be built, and installs them in an empty project of their own.
 * @param {readonly ('contracts' | 'sdk' | 'tunnel')[]} names
 * @param {readonly string[]} [others] further packages, such as `viem@2.0.0`
 * @returns {Promise<Project>}
 */
export async function createProject(names, others = []) {
  const folder = await mkdtemp(join(tmpdir(), 'passband-project-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const packed = join(folder, 'packed')
    await mkdir(packed)
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    const workspaces = names.map((name) => `--workspace=packages/${name}`)
    const { stdout } = await npm(root, [
      'pack',
      '--json',
      `--pack-destination=${packed}`,
      ...workspaces,
    ])
    const files = readNames(JSON.parse(stdout)).map((name) => join(packed, name))
    // No script of a package runs: what needs one to work does not work everywhere.
    await npm(folder, ['install', '--ignore-scripts', '--prefer-offline', ...files, ...others])
    return { folder, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** The version of a package that the workspace itself is tested with. @param {string} name */
export async function pinned(name) {
  const manifest = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8')
  return `${name}@${JSON.parse(manifest).version}`
}

/** @param {string} folder @param {string[]} args */
function npm(folder, args) {
  // What `npm run` tells a program about the workspace is not meant for another project.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)/.test(name))
  const env = {
    ...Object.fromEntries(inherited),
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  }
  return run('npm', ['--no-audit', '--no-fund', ...args], { cwd: folder, env })
}

/**
 * The file names in what `npm pack --json` says, which is a list in some versions and a record in others.
 * @param {{ filename: string }[] | Record<string, { filename: string }>} packed
 */
function readNames(packed) {
  return Object.values(packed).map(({ filename }) => filename)
}
