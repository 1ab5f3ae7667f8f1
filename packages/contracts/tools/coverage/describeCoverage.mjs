/** @typedef {import('./instrument.mjs').Probe} Probe */

/**
 * What was reached, by file, and all that was not.
 * @param {{ probes: Probe[], seen: Set<number>, failures: string[] }} measured
 * @param {{ what: string, reason: string }[]} unreachable what no test can reach, with the reason
 * @returns {{ lines: string[], missed: boolean }}
 */
export function describeCoverage({ failures, probes, seen }, unreachable) {
  const listed = new Set(unreachable.map(({ what }) => what))
  const named = probes.map((probe, id) => ({ ...probe, name: describe(probe), hit: seen.has(id) }))
  const lines = ['lines      conditions']
  for (const file of [...new Set(probes.map(({ file }) => file))]) {
    const own = named.filter((probe) => probe.file === file)
    const numbers = (/** @type {boolean} */ hit) => {
      const statements = own.filter((probe) => probe.what === 'statement')
      return new Set(statements.filter((probe) => !hit || probe.hit).map(({ line }) => line)).size
    }
    const ways = own.filter(({ what }) => what !== 'statement')
    const count = `${numbers(true)}/${numbers(false)}`.padEnd(11)
    const taken = `${ways.filter(({ hit }) => hit).length}/${ways.length}`.padEnd(12)
    lines.push(`${count}${taken}${file}`)
  }
  const missing = named.filter(({ hit }) => !hit)
  const unexplained = missing.filter(({ name }) => !listed.has(name))
  const wrong = unreachable.filter(({ what }) => !missing.some(({ name }) => name === what))
  lines.push('')
  for (const { file, line, name } of unexplained) lines.push(`NOT REACHED ${file}:${line} ${name}`)
  for (const { what } of wrong) lines.push(`REACHED, OR GONE, BUT LISTED AS UNREACHABLE ${what}`)
  for (const failure of failures) lines.push(`failed when instrumented: ${failure}`)
  lines.push(
    `${missing.length - unexplained.length} are listed as unreachable, ${unexplained.length} are not reached.`,
  )
  return { lines, missed: unexplained.length > 0 || wrong.length > 0 }
}

/** @param {Probe} probe */
function describe({ file, scope, text, what }) {
  const way = what === 'statement' ? 'runs' : `is ${what}`
  return `${file.replace('packages/contracts/src/', '')} ${scope}: ${text.slice(0, 100)} ${way}`
}
