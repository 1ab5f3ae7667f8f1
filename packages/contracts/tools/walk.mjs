/**
 * @typedef {object} Node of solc's syntax tree, as far as it is read here
 * @property {string} nodeType
 * @property {string} src `start:length:file`, in bytes
 */
/** @typedef {Node & Record<string, any>} AnyNode */

/**
 * Visits every node of a syntax tree, outer ones first.
 * @param {AnyNode} root
 * @param {(node: AnyNode, parents: AnyNode[]) => void} visit with the parents from the outermost in
 */
export function walk(root, visit) {
  /**
   * @param {unknown} value
   * @param {AnyNode[]} parents
   */
  const descend = (value, parents) => {
    if (Array.isArray(value)) for (const item of value) descend(item, parents)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    if (!('nodeType' in value)) return
    const node = /** @type {AnyNode} */ (value)
    visit(node, parents)
    const within = [...parents, node]
    for (const child of Object.values(node)) descend(child, within)
  }
  descend(root, [])
}

/**
 * Where a node stands in its file, in bytes.
 * @param {Node} node
 */
export function place({ src }) {
  const [start = 0, length = 0] = src.split(':').map(Number)
  return { start, end: start + length }
}

/**
 * Replaces pieces of a source, which must not overlap; those at one place stay in their order.
 * @param {Buffer} source
 * @param {{ start: number, end: number, text: string }[]} edits
 */
export function edit(source, edits) {
  const parts = []
  let at = 0
  for (const { end, start, text } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(source.subarray(at, start), Buffer.from(text))
    at = end
  }
  parts.push(source.subarray(at))
  return Buffer.concat(parts).toString()
}
