import { place, walk } from '../walk.mjs'
import { proposeChanges } from './proposeChanges.mjs'

/**
 * @typedef {object} Mutant a source with one mistake
 * @property {string} id the same as long as the mutated line is
 * @property {string} file
 * @property {number} line
 * @property {string} kind of mistake
 * @property {{ start: number, end: number, text: string }[]} edits
 */

/** Nodes in which nothing runs. */
const silent = new Set([
  'ArrayTypeName',
  'ImportDirective',
  'PragmaDirective',
  'StructuredDocumentation',
  'UserDefinedTypeName',
])

/**
 * Every mistake of the kinds that are known here that could be made in a source.
 * @param {string} file
 * @param {Buffer} source
 * @param {import('../walk.mjs').AnyNode} tree
 * @returns {Mutant[]}
 */
export function createMutants(file, source, tree) {
  /** @type {Mutant[]} */
  const mutants = []
  /** @type {Map<string, number>} */
  const names = new Map()
  walk(tree, (node, parents) => {
    if (parents.some(({ nodeType }) => silent.has(nodeType)) || silent.has(node.nodeType)) return
    const text = (/** @type {import('../walk.mjs').Node} */ inner) => {
      const { end, start } = place(inner)
      return source.subarray(start, end).toString()
    }
    for (const { edits, kind, to } of proposeChanges(node, parents, text)) {
      const scope = parents.findLast(
        ({ name, nodeType }) =>
          name && (nodeType === 'FunctionDefinition' || nodeType === 'ModifierDefinition'),
      )
      const name = `${file} ${scope ? `${scope.name}: ` : ''}${shorten(text(node))} → ${shorten(to)}`
      const count = (names.get(name) ?? 0) + 1
      names.set(name, count)
      const { start } = edits[0] ?? place(node)
      const line = source.subarray(0, start).toString().split('\n').length
      mutants.push({ id: count === 1 ? name : `${name} (${count})`, file, line, kind, edits })
    }
  })
  return mutants
}

/** @param {string} text */
function shorten(text) {
  const line = text.replace(/\s+/g, ' ').trim() || 'nothing'
  return line.length > 100 ? `${line.slice(0, 60)} … ${line.slice(-30)}` : line
}
