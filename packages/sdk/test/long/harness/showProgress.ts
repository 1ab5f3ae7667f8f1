import type { LongRecord } from './record.js'

/** Milliseconds between lines where there is no terminal to write over. */
const betweenLines = 15_000

/** Shows how far a long test is: on one line of a terminal, else on a line now and then. */
export function showProgress(name: string, unit: string, from: number) {
  const started = Date.now()
  const terminal = process.stderr.isTTY === true
  let shown = 0

  function describe({ done, findings, rounds }: LongRecord, note: string | undefined): string {
    const seconds = (Date.now() - started) / 1_000
    const rate = (done - from) / seconds
    const left = rate > 0 ? `, ${toTime((rounds - done) / rate)} left` : ''
    const found = findings.length === 0 ? 'nothing found' : `${findings.length} FOUND`
    return `${name}: ${done}/${rounds} ${unit}, ${rate.toFixed(rate < 10 ? 2 : 0)}/s${left}, ${found}${note ? ` (${note})` : ''}`
  }

  return {
    show(record: LongRecord, note?: string) {
      const now = Date.now()
      if (now - shown < (terminal ? 200 : betweenLines) && record.done < record.rounds) return
      shown = now
      process.stderr.write(
        terminal ? `\r\x1b[K${describe(record, note)}` : `${describe(record, note)}\n`,
      )
    },
    /** Writes a line of its own. */
    say(line: string) {
      process.stderr.write(terminal ? `\r\x1b[K${line}\n` : `${line}\n`)
    },
  }
}

/** Such as `1 h 05 min`, `12 min` or `40 s`. */
export function toTime(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}
