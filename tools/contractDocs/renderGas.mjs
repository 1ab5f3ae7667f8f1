import { judgeGas } from '../gas/judgeGas.mjs'

const introduction = `# What it costs

<!-- Made by \`npm run docs:contracts\` from \`snapshots\`, \`gas-limits.json\` and \`gas-waivers.json\` in
\`packages/contracts\`. Edit none of them here. -->

Gas of whole transactions under Osaka's prices, as receipts show it: base, calldata and refunds included, everything cold, one
transaction per block, and a marketplace in use, whose pools and balances are not zero. Every test run holds the figures
against the committed snapshots, to the unit. Peers were measured on the same work in the same way, with their own
sources and compiler settings and one token for all. \`npm run bench:gas\` measures again.`

/**
 * The gas tables as Markdown.
 * @param {import('./readGas.mjs').Gas} gas
 */
export function renderGas({ limits, snapshots, waivers }) {
  const verdicts = judgeGas(limits, snapshots, waivers)
  const compared = verdicts.map(({ operation, gas, limit, peer, state }) => {
    const ratio = peer ? (gas / peer.gas).toFixed(2) : '–'
    const name = peer ? `${format(peer.gas)}, ${peer.name}` : '–'
    const most = `${format(limit)}${state === 'kept' ? '' : ` (${state})`}`
    return `| ${operation} | ${format(gas)} | ${most} | ${ratio} | ${name} |`
  })
  const waived = waivers.map(
    ({ operation, reason, tried }) => `- **${operation}**: ${reason} Tried: ${tried}`,
  )
  const all = Object.entries(snapshots)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, gas]) => `| ${name} | ${format(Number(gas))} |`)
  const head = [
    '| operation | gas | at most | ÷ best peer | best peer |',
    '|---|---:|---:|---:|---|',
  ]
  return `${[
    introduction,
    [...head, ...compared].join('\n'),
    ...(waived.length > 0 ? ['## Limits that are waived', waived.join('\n')] : []),
    '## Everything that is measured',
    ['| | gas |', '|---|---:|', ...all].join('\n'),
  ].join('\n\n')}\n`
}

/** @param {number} gas */
const format = (gas) => gas.toLocaleString('en-US')
