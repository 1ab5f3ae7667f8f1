import { compileInterface } from './compileInterface.mjs'
import { parseNatSpec } from './parseNatSpec.mjs'

/**
 * @typedef {import('./compileInterface.mjs').Node} Node
 *
 * @typedef {object} Field a parameter, a member or a value
 * @property {string} name empty when it has none
 * @property {string} type
 * @property {boolean} indexed
 * @property {string} text empty when it is not documented
 *
 * @typedef {object} Item
 * @property {'function' | 'event' | 'error' | 'struct' | 'enum'} kind
 * @property {string} name
 * @property {string} section the title over it in the source; empty when there is none
 * @property {string} selector of a function or an error
 * @property {string} mutability of a function
 * @property {Field[]} fields
 * @property {Field[]} returns
 * @property {string} notice
 * @property {string} dev
 */

/** @type {Readonly<Record<string, Item['kind']>>} */
const kinds = {
  FunctionDefinition: 'function',
  EventDefinition: 'event',
  ErrorDefinition: 'error',
  StructDefinition: 'struct',
  EnumDefinition: 'enum',
}

/**
 * Everything in the marketplace's interface, and the types that it uses, with their NatSpec.
 * @returns {Item[]} in the order of the source
 */
export function readInterface() {
  return compileInterface().flatMap(({ text, nodes }) => {
    const bytes = Buffer.from(text)
    return nodes
      .flatMap((node) => (node.nodeType === 'ContractDefinition' ? node.nodes : [node]))
      .flatMap((node) => {
        const kind = kinds[node.nodeType]
        return kind ? [readItem(node, kind, bytes)] : []
      })
  })
}

/**
 * @param {Node} node
 * @param {Item['kind']} kind
 * @param {Buffer} text
 * @returns {Item}
 */
function readItem(node, kind, text) {
  const natSpec = parseNatSpec(node.documentation?.text ?? '')
  const returned = node.returnParameters?.parameters ?? []
  const fields = kind === 'enum' || kind === 'struct' ? node.members : node.parameters.parameters
  return {
    kind,
    name: node.name,
    section: findSection(text.subarray(0, Number(node.src.split(':')[0])).toString()),
    selector: node.functionSelector ?? node.errorSelector ?? '',
    mutability: node.stateMutability ?? '',
    fields: fields.map((field, index) => ({
      name: field.name,
      type: kind === 'enum' ? String(index) : typeOf(field),
      indexed: field.indexed ?? false,
      text: natSpec.params.get(field.name) ?? natSpec.custom.get(`value${index}`) ?? '',
    })),
    returns: returned.map((field, index) => ({
      name: field.name,
      type: typeOf(field),
      indexed: false,
      text: (natSpec.returns[index] ?? '').replace(`${field.name} `, ''),
    })),
    notice: natSpec.notice,
    dev: natSpec.dev,
  }
}

/** @param {Node} field */
function typeOf(field) {
  return field.typeDescriptions.typeString
    .replace(/^(struct|enum|contract) /, '')
    .replace(/^\w+\./, '')
}

/** @param {string} before the source before an item */
function findSection(before) {
  const titles = [...before.matchAll(/^ *\/{9,} (.+)$/gm)]
  return titles.at(-1)?.[1]?.replace(/^(events|errors): /, '') ?? ''
}
