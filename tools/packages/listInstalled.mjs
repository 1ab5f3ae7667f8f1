import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * @typedef {object} Installed
 * @property {string[]} packages path of each, below node_modules
 * @property {string[]} native files of native code
 * @property {string[]} scripts packages that want to run something when they are installed
 */

/**
 * What is in a project's node_modules.
 * @param {string} folder the project
 * @returns {Promise<Installed>}
 */
export async function listInstalled(folder) {
  const modules = join(folder, 'node_modules')
  const entries = await readdir(modules, { recursive: true })
  const packages = entries
    .filter((entry) => /(^|node_modules\/)(@[^/]+\/)?[^@./][^/]*\/package\.json$/.test(entry))
    .map((entry) => entry.replace(/\/package\.json$/, ''))
  /** @param {string} name */
  const hasScript = async (name) => {
    const { scripts = {} } = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'))
    return ['preinstall', 'install', 'postinstall'].some((script) => script in scripts)
  }
  const found = await Promise.all(packages.map(hasScript))
  return {
    packages: packages.sort(),
    native: entries.filter((entry) => /\.(node|so|dylib|dll|exe)$|binding\.gyp$/.test(entry)),
    scripts: packages.filter((_, index) => found[index]),
  }
}
