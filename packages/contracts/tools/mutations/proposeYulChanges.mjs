import { changeNumber } from './changeNumber.mjs'
import { replace } from './proposeChanges.mjs'

/** @type {Record<string, string>} */
const functions = {
  add: 'sub',
  sub: 'add',
  mul: 'div',
  div: 'mul',
  lt: 'gt',
  gt: 'lt',
  // Both are true when their arguments differ.
  eq: 'xor',
  xor: 'eq',
  and: 'or',
  or: 'and',
  shl: 'shr',
  shr: 'shl',
}

/**
 * What could be wrong about one node of an assembly block.
 * @param {import('../walk.mjs').AnyNode} node
 * @param {import('./proposeChanges.mjs').Text} text
 * @returns {import('./proposeChanges.mjs').Change[]}
 */
export function proposeYulChanges(node, text) {
  switch (node.nodeType) {
    case 'YulFunctionCall': {
      const { arguments: values, functionName } = node
      const other = functions[functionName.name]
      if (functionName.name === 'iszero') return [replace('assembly', node, text(values[0]))]
      return other ? [replace('assembly', functionName, other)] : []
    }
    case 'YulLiteral':
      if (node.kind === 'bool')
        return [replace('assembly', node, node.value === 'true' ? 'false' : 'true')]
      if (node.kind !== 'number') return []
      // Yul has no arithmetic on literals.
      return changeNumber(node, text(node)).flatMap(({ to }) => {
        const value = /^\((\d+) ([+-]) 1\)$/.exec(to)
        const one = value?.[2] === '+' ? 1n : -1n
        return [replace('assembly', node, value ? String(BigInt(value[1] ?? 0) + one) : to)]
      })
    case 'YulExpressionStatement':
      return [replace('assembly', node, '')]
    case 'YulAssignment':
      return [replace('assembly', node.value, '0')]
    case 'YulVariableDeclaration':
      return node.value && node.variables.length === 1 ? [replace('assembly', node.value, '0')] : []
    case 'YulIf':
      return [replace('branch', node.condition, '0'), replace('branch', node.condition, '1')]
    default:
      return []
  }
}
