import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../../packages/contracts/src/', import.meta.url))
const entry = 'interfaces/IMarketplace.sol'

/**
 * @typedef {object} Node of the compiler's syntax tree; which of these it has depends on its type
 * @property {string} nodeType
 * @property {number} id
 * @property {string} src offset, length and file
 * @property {string} name
 * @property {string} canonicalName
 * @property {{ text: string }} [documentation]
 * @property {number[]} linearizedBaseContracts
 * @property {string} functionSelector
 * @property {string} errorSelector
 * @property {string} stateMutability
 * @property {boolean} indexed
 * @property {Node[]} nodes
 * @property {Node[]} members
 * @property {{ parameters: Node[] }} parameters
 * @property {{ parameters: Node[] }} [returnParameters]
 * @property {{ typeString: string }} typeDescriptions
 */

/**
 * Compiles the marketplace's interface, and all that it imports.
 * @returns {{ text: string, nodes: Node[] }[]} each file, imported ones first
 */
export function compileInterface() {
  const solc = createRequire(import.meta.url)('solc')
  /** @type {Map<string, string>} */
  const texts = new Map()
  /** @param {string} path */
  const read = (path) => {
    texts.set(path, readFileSync(folder + path, 'utf8'))
    return { contents: texts.get(path) }
  }
  const input = {
    language: 'Solidity',
    sources: { [entry]: { content: read(entry).contents } },
    settings: { outputSelection: { '*': { '': ['ast'] } } },
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read }))
  /** @type {{ severity: string, formattedMessage: string }[]} */
  const messages = output.errors ?? []
  const errors = messages.filter(({ severity }) => severity === 'error')
  if (errors.length > 0)
    throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return [...texts]
    .toReversed()
    .map(([path, text]) => ({ text, nodes: output.sources[path].ast.nodes }))
}
