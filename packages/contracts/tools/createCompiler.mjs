import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** @typedef {import('./artifacts.mjs').Artifact} Artifact */
/** @typedef {Record<string, string>} Sources texts by name, in place of those on disk */
/** @typedef {{ bytecode: string, deployedBytecode: string }} Code */

/**
 * The compiler that forge uses, without starting it anew each time.
 * @param {string} root the repository
 */
export function createCompiler(root) {
  const solc = createRequire(import.meta.url)('solc')
  /** @type {Map<string, string>} */
  const files = new Map()

  /** @param {string} name */
  function read(name) {
    const text = files.get(name) ?? readFileSync(join(root, name), 'utf8')
    files.set(name, text)
    return text
  }

  /**
   * @param {string[]} names
   * @param {Sources} changed
   * @param {Record<string, unknown>} settings
   */
  function run(names, changed, settings) {
    const sources = Object.fromEntries(
      names.map((name) => [name, { content: changed[name] ?? read(name) }]),
    )
    const output = JSON.parse(
      solc.compile(JSON.stringify({ language: 'Solidity', sources, settings })),
    )
    const error = output.errors?.find(
      (/** @type {{ severity: string }} */ { severity }) => severity === 'error',
    )
    if (error) throw new CompileError(error.formattedMessage)
    return output
  }

  return {
    /**
     * Syntax trees by name of their source.
     * @param {string[]} names with all that they import
     * @param {Record<string, unknown>} settings
     * @returns {Record<string, import('./walk.mjs').AnyNode>}
     */
    parse(names, settings) {
      const selection = { outputSelection: { '*': { '': ['ast'] } } }
      const { sources } = run(names, {}, { ...settings, ...selection })
      return Object.fromEntries(names.map((name) => [name, sources[name].ast]))
    },

    /**
     * Compiles contracts as forge did, with other sources. Those with the same settings go together.
     * @param {Artifact[]} artifacts
     * @param {Sources} changed
     * @param {string[]} [added] names of those that the artifacts were not made of
     * @returns {Map<Artifact, Code>}
     * @throws `CompileError`
     */
    compile(artifacts, changed, added = []) {
      /** @type {Map<Artifact, Code>} */
      const codes = new Map()
      /** @type {Map<string, Artifact[]>} */
      const groups = new Map()
      for (const artifact of artifacts) {
        const key = JSON.stringify(artifact.settings)
        groups.set(key, [...(groups.get(key) ?? []), artifact])
      }
      for (const [key, group] of groups) {
        /** @type {Record<string, Record<string, string[]>>} */
        const outputSelection = {}
        for (const { contract, source } of group)
          outputSelection[source] = {
            ...outputSelection[source],
            [contract]: ['evm.bytecode.object', 'evm.deployedBytecode.object'],
          }
        const names = [...new Set([...group.flatMap(({ sources }) => sources), ...added])]
        const { contracts } = run(names, changed, { ...JSON.parse(key), outputSelection })
        for (const artifact of group) {
          const { evm } = contracts[artifact.source][artifact.contract]
          codes.set(artifact, {
            bytecode: `0x${evm.bytecode.object}`,
            deployedBytecode: `0x${evm.deployedBytecode.object}`,
          })
        }
      }
      return codes
    },
  }
}

/** What solc says of a source that is none. */
export class CompileError extends Error {}
