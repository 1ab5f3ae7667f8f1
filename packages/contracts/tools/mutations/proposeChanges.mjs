import { place } from '../walk.mjs'
import { changeNumber } from './changeNumber.mjs'
import { proposeYulChanges } from './proposeYulChanges.mjs'

/** @typedef {import('../walk.mjs').AnyNode} AnyNode */
/** @typedef {(node: import('../walk.mjs').Node) => string} Text */
/**
 * @typedef {object} Change
 * @property {string} kind
 * @property {string} to what the node becomes
 * @property {{ start: number, end: number, text: string }[]} edits
 */

/** @type {Record<string, [kind: string, operator: string][]>} */
const operators = {
  '+': [['operator', '-']],
  '-': [['operator', '+']],
  '*': [['operator', '/']],
  '/': [['operator', '*']],
  '%': [['operator', '/']],
  '|': [['operator', '&']],
  '&': [['operator', '|']],
  '<<': [['operator', '>>']],
  '>>': [['operator', '<<']],
  '+=': [['operator', '-=']],
  '-=': [['operator', '+=']],
  '|=': [['operator', '&=']],
  '&=': [['operator', '|=']],
  '<': [
    ['bound', '<='],
    ['comparison', '>='],
  ],
  '<=': [
    ['bound', '<'],
    ['comparison', '>'],
  ],
  '>': [
    ['bound', '>='],
    ['comparison', '<='],
  ],
  '>=': [
    ['bound', '>'],
    ['comparison', '<'],
  ],
  '==': [['comparison', '!=']],
  '!=': [['comparison', '==']],
  '&&': [['logic', '||']],
  '||': [['logic', '&&']],
}

/**
 * What could be wrong about one node.
 * @param {AnyNode} node
 * @param {AnyNode[]} parents
 * @param {Text} text
 * @returns {Change[]}
 */
export function proposeChanges(node, parents, text) {
  switch (node.nodeType) {
    case 'BinaryOperation':
      return [...changeOperator(node, node.leftExpression, text), ...dropOperand(node, text)]
    case 'Assignment':
      return changeOperator(node, node.leftHandSide, text)
    case 'UnaryOperation':
      return changeUnary(node, text)
    case 'Literal':
      return changeLiteral(node, text)
    case 'IfStatement':
      return changeCondition(node, text)
    case 'Conditional':
      return [swap('branch', node.trueExpression, node.falseExpression, text)]
    // The semicolon after it stays, so that something has to.
    case 'ExpressionStatement':
      return [replace('statement', node, '0')]
    case 'TryStatement':
      return [replace('statement', node, '{}')]
    case 'RevertStatement':
      // The check as a whole is removed where its condition is.
      return parents.at(-1)?.nodeType === 'IfStatement' ? [] : [replace('statement', node, '0')]
    case 'EmitStatement':
      return [replace('event', node, '0')]
    case 'VariableDeclarationStatement':
      return changeInitialValue(node)
    case 'Return':
      return node.expression ? changeReturn(node.expression, text) : []
    case 'FunctionCall':
      return swapNeighbours(node.arguments, text)
    case 'TupleExpression':
      return parents.at(-1)?.nodeType === 'Return'
        ? swapNeighbours(node.components.filter(Boolean), text)
        : []
    case 'ModifierInvocation':
      return node.kind === 'modifierInvocation' ? [replace('check', node, '')] : []
    default:
      return node.nodeType.startsWith('Yul') ? proposeYulChanges(node, text) : []
  }
}

/**
 * @param {string} kind
 * @param {import('../walk.mjs').Node} node
 * @param {string} to
 * @returns {Change}
 */
export function replace(kind, node, to) {
  return { kind, to, edits: [{ ...place(node), text: to }] }
}

/**
 * @param {AnyNode} node
 * @param {AnyNode} left
 * @param {Text} text
 */
function changeOperator(node, left, text) {
  const { operator } = node
  const { end } = place(left)
  const whole = text(node)
  // The operator is the first after the left side: between the two there are spaces, and perhaps a comment.
  const offset = Buffer.from(whole)
    .subarray(end - place(node).start)
    .indexOf(operator)
  return (operators[operator] ?? []).map(([kind, to]) => {
    const start = end + offset
    const edits = [{ start, end: start + operator.length, text: to }]
    return { kind, to, edits }
  })
}

/**
 * @param {AnyNode} node
 * @param {Text} text
 */
function dropOperand(node, text) {
  if (node.operator !== '&&' && node.operator !== '||') return []
  const sides = [node.leftExpression, node.rightExpression]
  return sides.map((side) => replace('condition', node, text(side)))
}

/**
 * @param {AnyNode} node
 * @param {Text} text
 */
function changeUnary(node, text) {
  const inner = text(node.subExpression)
  if (node.operator === '!') return [replace('logic', node, inner)]
  if (node.operator === '~') return [replace('operator', node, inner)]
  if (node.operator === '++' || node.operator === '--') {
    const to = node.operator === '++' ? '--' : '++'
    return [replace('operator', node, node.prefix ? `${to}${inner}` : `${inner}${to}`)]
  }
  return []
}

/**
 * @param {AnyNode} node
 * @param {Text} text
 */
function changeLiteral(node, text) {
  const written = text(node)
  if (node.kind === 'bool')
    return [replace('constant', node, node.value === 'true' ? 'false' : 'true')]
  if (node.kind === 'number') return changeNumber(node, written)
  if (node.kind === 'string' && node.value)
    return [replace('text', node, `${written.slice(0, -2)}~${written.slice(-1)}`)]
  return []
}

/**
 * @param {AnyNode} node
 * @param {Text} text
 */
function changeCondition({ condition, falseBody, trueBody }, text) {
  const only =
    trueBody.nodeType === 'Block' && trueBody.statements.length === 1
      ? trueBody.statements[0]
      : trueBody
  const isCheck = only.nodeType === 'RevertStatement' && !falseBody
  const negated = replace(isCheck ? 'check' : 'branch', condition, `!(${text(condition)})`)
  // To remove a check is one mistake; to always take the other way of a branch is another.
  const never = replace(isCheck ? 'check' : 'branch', condition, 'false')
  return isCheck ? [never, negated] : [never, replace('branch', condition, 'true'), negated]
}

/** @param {AnyNode} node */
function changeInitialValue({ declarations, initialValue }) {
  if (!initialValue || declarations.length !== 1) return []
  const to = nothing(declarations[0].typeDescriptions.typeString)
  return to === undefined ? [] : [replace('value', initialValue, to)]
}

/**
 * @param {AnyNode} expression
 * @param {Text} text
 */
function changeReturn(expression, text) {
  const type = expression.typeDescriptions.typeString
  const written = text(expression)
  if (type === 'bool') return [replace('return', expression, `!(${written})`)]
  if (/^uint/.test(type)) return [replace('return', expression, `(${written}) + 1`)]
  const to = nothing(type)
  return to === undefined || to === written ? [] : [replace('return', expression, to)]
}

/**
 * Zero of a type.
 * @param {string} type
 */
function nothing(type) {
  if (/^u?int\d/.test(type)) return '0'
  if (/^(bytes\d+)$/.test(type)) return `${type}(0)`
  if (type === 'bool') return 'false'
  if (type === 'address') return 'address(0)'
  return undefined
}

/**
 * @param {AnyNode[]} values
 * @param {Text} text
 */
function swapNeighbours(values, text) {
  /** @type {Change[]} */
  const changes = []
  for (const [index, left] of values.entries()) {
    const right = values
      .slice(index + 1)
      .find((other) => isOneType(left, other) && text(left) !== text(other))
    if (right) changes.push(swap('argument', left, right, text))
  }
  return changes
}

/**
 * @param {AnyNode} left
 * @param {AnyNode} right
 */
function isOneType(left, right) {
  const [one, other] = [left, right].map(({ typeDescriptions }) =>
    String(typeDescriptions?.typeString).replace(/^int_const .*/, 'number'),
  )
  return one === other
}

/**
 * @param {string} kind
 * @param {AnyNode} left
 * @param {AnyNode} right
 * @param {Text} text
 * @returns {Change}
 */
function swap(kind, left, right, text) {
  return {
    kind,
    to: `${text(right)} ⇄ ${text(left)}`,
    edits: [
      { ...place(left), text: text(right) },
      { ...place(right), text: text(left) },
    ],
  }
}
