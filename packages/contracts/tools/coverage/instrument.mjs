import { edit, place, walk } from '../walk.mjs'

/** @typedef {import('../walk.mjs').AnyNode} AnyNode */
/**
 * @typedef {object} Probe
 * @property {string} file
 * @property {number} line
 * @property {string} text of the statement or condition
 * @property {string} scope the function that it is in
 * @property {'statement' | 'true' | 'false'} what the statement runs, or the condition comes out as
 */

/** Where the marks come from: Foundry's console, which shows up in what a test has logged. */
export const probeFile = 'packages/contracts/tools/Probe.sol'

/** Any function can mark, also one that promises to read nothing; memory and state stay as they are. */
export const probeSource = `// SPDX-License-Identifier: MIT
pragma solidity >=0.8.28;

library Probe {
    function hit(uint256 id) internal pure {
        function(uint256) internal view seen = _log;
        function(uint256) internal pure unseen;
        assembly ("memory-safe") {
            unseen := seen
        }
        unseen(id);
    }

    function when(uint256 id, bool condition) internal pure returns (bool) {
        hit(condition ? id : id + 1);
        return condition;
    }

    function _log(uint256 id) private view {
        assembly ("memory-safe") {
            let first := mload(0x00)
            let second := mload(0x20)
            // log(uint256)
            mstore(0x00, shl(224, 0xf82c50f1))
            mstore(0x04, id)
            pop(staticcall(gas(), 0x000000000000000000636F6e736F6c652e6c6f67, 0x00, 0x24, 0x00, 0x00))
            mstore(0x00, first)
            mstore(0x20, second)
        }
    }
}
`

/**
 * The same source, which says of each statement that it runs, and of each condition what it comes out as: of each operand
 * of && and || for itself. A probe's id is its place in the list.
 * @param {string} file
 * @param {Buffer} source
 * @param {AnyNode} tree
 * @param {Probe[]} probes is added to
 * @returns {string}
 */
export function instrument(file, source, tree, probes) {
  /** @type {{ start: number, end: number, text: string }[]} */
  const edits = []
  const insert = (/** @type {number} */ at, /** @type {string} */ text) =>
    edits.push({ start: at, end: at, text })

  walk(tree, (node, parents) => {
    const text = (/** @type {AnyNode} */ inner) => {
      const { end, start } = place(inner)
      return source.subarray(start, end).toString().replace(/\s+/g, ' ')
    }
    const scope = parents.findLast(({ nodeType }) => /^(Function|Modifier)Def/.test(nodeType))
    const add = (/** @type {AnyNode} */ at, /** @type {Probe['what'][]} */ ...whats) => {
      const line = source.subarray(0, place(at).start).toString().split('\n').length
      const first = probes.length
      for (const what of whats)
        probes.push({ file, line, text: text(at), scope: scope?.name || scope?.kind || '', what })
      return first
    }

    for (const { isLone, statement } of listStatements(node)) {
      const { start } = place(statement)
      const hit = `Probe.hit(${add(statement, 'statement')});`
      insert(start, isLone ? `{ ${hit} ` : `${hit} `)
      if (isLone) insert(endOf(source, statement), ' }')
    }
    for (const condition of listConditions(node, parents)) {
      const { end, start } = place(condition)
      insert(start, `Probe.when(${add(condition, 'true', 'false')}, `)
      insert(end, ')')
    }
  })
  if (edits.length === 0) return source.toString()
  return `${edit(source, edits)}\nimport {Probe} from "${probeFile}";\n`
}

/**
 * Statements that are right inside a node, and whether a block around them is missing.
 * @param {AnyNode} node
 * @returns {{ statement: AnyNode, isLone: boolean }[]}
 */
function listStatements(node) {
  if (node.nodeType === 'Block' || node.nodeType === 'UncheckedBlock')
    return node.statements
      .filter(
        (/** @type {AnyNode} */ { nodeType }) =>
          !['Block', 'UncheckedBlock', 'PlaceholderStatement'].includes(nodeType),
      )
      .map((/** @type {AnyNode} */ statement) => ({ statement, isLone: false }))
  const bodies = node.nodeType === 'IfStatement' ? [node.trueBody, node.falseBody] : [node.body]
  if (!/^(If|For|While|DoWhile)/.test(node.nodeType)) return []
  return bodies
    .filter((body) => body && body.nodeType !== 'Block')
    .map((statement) => ({ statement, isLone: true }))
}

/**
 * Expressions that decide where it goes on, as far as a node is one.
 * @param {AnyNode} node
 * @param {AnyNode[]} parents
 * @returns {AnyNode[]}
 */
function listConditions(node, parents) {
  const isLogic = (/** @type {AnyNode} */ { nodeType, operator }) =>
    nodeType === 'BinaryOperation' && (operator === '&&' || operator === '||')
  /** @param {AnyNode} inner @returns {AnyNode} */
  const bare = (inner) =>
    inner.nodeType === 'TupleExpression' && inner.components.length === 1
      ? bare(inner.components[0])
      : inner.nodeType === 'UnaryOperation' && inner.operator === '!'
        ? bare(inner.subExpression)
        : inner
  const isLeaf = (/** @type {AnyNode} */ inner) => !isLogic(bare(inner))
  if (parents.some(({ nodeType }) => nodeType === 'InlineAssembly')) return []
  if (isLogic(node)) return [node.leftExpression, node.rightExpression].filter(isLeaf)
  if (node.condition && isLeaf(node.condition)) return [node.condition]
  return []
}

/**
 * Where a statement ends, its semicolon included.
 * @param {Buffer} source
 * @param {AnyNode} statement
 */
function endOf(source, statement) {
  const { end } = place(statement)
  return source[end - 1] === 0x7d || source[end - 1] === 0x3b ? end : source.indexOf(';', end) + 1
}
