/**
 * @typedef {import('./readInterface.mjs').Item} Item
 * @typedef {import('./readInterface.mjs').Field} Field
 */

const introduction = `# The marketplace's interface

<!-- Made by \`npm run docs:contracts\` from the NatSpec of \`IMarketplace\`. Edit that. -->

Every function, type, event and error of [\`IMarketplace\`](../../packages/contracts/src/interfaces/IMarketplace.sol).
A pass is an ERC-721 token besides, with the functions and events of that standard.

- **Amounts** are PRIX base units: 1 PRIX is 100,000,000 of them.
- **Times** are Unix times in seconds, durations seconds.
- **Fees and shares** are basis points: 100 of them are one percent.
- **Terms** come in two halves, \`SellerTerms\` and \`BuyerTerms\`, packed as [the types](#types) say; the pass id is their
  EIP-712 struct hash. The \`PassPurchased\` event has both, and every later call hands them in again.
`

/**
 * The reference as Markdown.
 * @param {readonly Item[]} items
 */
export function renderReference(items) {
  /** @param {Item['kind'][]} kinds */
  const pick = (...kinds) => items.filter(({ kind }) => kinds.includes(kind))
  return `${[
    introduction.trimEnd(),
    '## Functions',
    ...renderSections(pick('function'), renderFunction),
    '## Types',
    ...pick('struct', 'enum').flatMap(renderType),
    '## Events',
    ...renderSections(pick('event'), renderEvent),
    '## Errors',
    ...pick('error').flatMap(renderError),
  ].join('\n\n')}\n`
}

/**
 * @param {Item[]} items
 * @param {(item: Item) => string[]} render
 */
function renderSections(items, render) {
  const titles = [...new Set(items.map(({ section }) => section))]
  return titles.flatMap((title) => [
    `### ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    ...items.filter(({ section }) => section === title).flatMap(render),
  ])
}

/** @param {Item} item */
function renderFunction(item) {
  const { name, selector, mutability, fields, returns, notice, dev } = item
  const parameters = fields.map((field) => `${field.type} ${field.name}`.trim()).join(', ')
  const results = returns.map((field) => `${field.type} ${field.name}`.trim()).join(', ')
  const kind = mutability === 'nonpayable' ? '' : ` ${mutability}`
  return [
    `#### \`${name}\``,
    code(`${name}(${parameters}) external${kind}${results && ` returns (${results})`}`),
    ...texts(notice, dev),
    ...table('parameter', fields),
    ...table('returns', returns),
    `Selector \`0x${selector}\`.`,
  ]
}

/** @param {Item} item */
function renderType({ kind, name, fields, notice, dev }) {
  return [
    `### \`${name}\``,
    ...texts(notice, dev),
    ...table(kind === 'enum' ? 'value' : 'member', fields),
  ]
}

/** @param {Item} item */
function renderEvent({ name, fields, notice, dev }) {
  return [`#### \`${name}\``, ...texts(notice, dev), ...table('parameter', fields)]
}

/** @param {Item} item */
function renderError({ name, selector, fields, notice, dev }) {
  return [
    `### \`${name}\``,
    ...texts(notice, dev),
    ...table('parameter', fields),
    `Selector \`0x${selector}\`.`,
  ]
}

/** @param {string} text */
const code = (text) => `\`\`\`solidity\n${text}\n\`\`\``

/** @param {string[]} paragraphs */
const texts = (...paragraphs) => paragraphs.filter((text) => text !== '')

/**
 * @param {string} title
 * @param {Field[]} fields
 */
function table(title, fields) {
  if (fields.length === 0) return []
  const rows = fields.map(({ name, type, indexed, text }) => {
    const kind = `\`${type}\`${indexed ? ', indexed' : ''}`
    return `| ${name ? `\`${name}\`` : ''} | ${kind} | ${text.replaceAll('|', '\\|')} |`
  })
  return [[`| ${title} | | |`, '|---|---|---|', ...rows].join('\n')]
}
