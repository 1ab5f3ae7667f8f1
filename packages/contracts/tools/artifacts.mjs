import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {object} Artifact a contract as forge has compiled it
 * @property {string} path of its file
 * @property {string} source
 * @property {string} contract
 * @property {string[]} sources all that it was compiled from
 * @property {Record<string, unknown>} settings solc's
 * @property {string} bytecode
 */

/**
 * All contracts that forge has compiled, and that have code. Forge leaves what was compiled from files that are gone.
 * @param {string} root the repository, or a copy
 * @returns {Artifact[]}
 */
export function readArtifacts(root) {
  const folder = join(root, 'packages/contracts/out')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.json') && !file.startsWith('build-info'))
    .flatMap((file) => {
      const path = join(folder, file)
      const { bytecode, metadata } = JSON.parse(readFileSync(path, 'utf8'))
      if (!metadata || !bytecode || bytecode.object === '0x') return []
      const { compilationTarget, libraries: _, ...settings } = metadata.settings
      const [[source = '', contract = ''] = []] = Object.entries(compilationTarget)
      const sources = Object.keys(metadata.sources)
      if (!sources.every((name) => existsSync(join(root, name)))) return []
      return [{ path, source, contract, sources, settings, bytecode: bytecode.object }]
    })
}

/**
 * Puts other code where forge finds that of a contract. It does not ask what it was compiled from.
 * @param {Artifact} artifact
 * @param {{ bytecode: string, deployedBytecode: string }} code
 */
export function writeCode({ path }, { bytecode, deployedBytecode }) {
  const artifact = JSON.parse(readFileSync(path, 'utf8'))
  artifact.bytecode.object = bytecode
  artifact.deployedBytecode.object = deployedBytecode
  writeFileSync(path, JSON.stringify(artifact))
}
