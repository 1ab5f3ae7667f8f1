const notes = {
  kept: '',
  waived: '  waived',
  missed: '  MISSED',
  needless: '  its waiver is needless',
}

/** @param {number} gas */
const grouped = (gas) => gas.toLocaleString('en-US')

/**
 * A table of what was measured, between what it may be and what the best peer takes.
 * @param {import('./judgeGas.mjs').Verdict[]} verdicts
 */
export function formatGas(verdicts) {
  const head = `${'operation'.padEnd(46)}${'gas'.padStart(9)}${'at most'.padStart(9)}${'÷ best peer'.padStart(13)}`
  const lines = verdicts.map(({ operation, gas, limit, peer, state }) => {
    const ratio = peer ? (gas / peer.gas).toFixed(2) : '–'
    const name = peer ? `  ${peer.name} (${grouped(peer.gas)})` : ''
    const figures = `${grouped(gas).padStart(9)}${grouped(limit).padStart(9)}${ratio.padStart(13)}`
    return `${operation.padEnd(46)}${figures}${name}${notes[state]}`
  })
  return [head, ...lines].join('\n')
}
