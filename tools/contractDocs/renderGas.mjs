import { gasRows } from './gasRows.mjs'

const introduction = `# What it costs

<!-- Made by \`npm run docs:contracts\` from the gas snapshots in \`packages/contracts/snapshots\`. Edit neither. -->

Gas of whole transactions under Osaka's prices, as receipts show it: base, calldata and refunds included, everything cold, one
transaction per block, and a marketplace in use, whose pools and balances are not zero. Every test run holds the figures
against the committed snapshots, to the unit. Peers were measured on the same work in the same way, with their own
sources and compiler settings and one token for all.`

/**
 * The gas tables as Markdown.
 * @param {Readonly<Record<string, string>>} snapshots gas by name
 */
export function renderGas(snapshots) {
  const compared = gasRows.map(({ operation, snapshots: names, limit, peer }) => {
    const gas = names.reduce((sum, name) => sum + read(snapshots, name), 0)
    return `| ${operation} | ${format(gas)} | ${format(limit)} | ${peer} |`
  })
  const all = Object.keys(snapshots)
    .sort()
    .map((name) => `| ${name} | ${format(read(snapshots, name))} |`)
  return `${[
    introduction,
    ['| operation | gas | at most | best peer |', '|---|---:|---:|---|', ...compared].join('\n'),
    '## Everything that is measured',
    ['| | gas |', '|---|---:|', ...all].join('\n'),
  ].join('\n\n')}\n`
}

/**
 * @param {Readonly<Record<string, string>>} snapshots
 * @param {string} name
 */
function read(snapshots, name) {
  const gas = Number(snapshots[name])
  if (!Number.isSafeInteger(gas)) throw new Error(`There is no snapshot “${name}”.`)
  return gas
}

/** @param {number} gas */
const format = (gas) => gas.toLocaleString('en-US')
