/**
 * Says on stderr what is being done and, once it is, how long it took; on a terminal the seconds count up.
 * @param {string} label
 * @returns {(outcome?: string) => void} ends the line
 */
export function startProgress(label) {
  const started = Date.now()
  const seconds = () => (Date.now() - started) / 1_000
  const terminal = process.stderr.isTTY
  process.stderr.write(`${label} …`)
  const timer = terminal
    ? setInterval(() => process.stderr.write(`\r${label} … ${seconds().toFixed(0)} s`), 1_000)
    : undefined

  return (outcome = '') => {
    clearInterval(timer)
    process.stderr.write(`${terminal ? `\r${label} …` : ''} ${outcome}${seconds().toFixed(1)} s\n`)
  }
}
