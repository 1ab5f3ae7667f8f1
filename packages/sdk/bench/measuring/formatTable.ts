import type { Row, RowResult } from './types.js'

/** A row that was run, or that failed. */
export type Outcome = { row: Row; result: RowResult } | { row: Row; error: unknown }

const titles = ['What', 'Limit', 'Passband', 'Naive way', 'Verdict']

/** The table that the benchmark ends with, and below it what is to be known besides. */
export function formatTable(outcomes: readonly Outcome[]): string {
  const lines = [titles, ...outcomes.map(toCells)]
  const widths = titles.map((_, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  )
  const rule = widths.map((width) => '-'.repeat(width))
  const [head, ...body] = lines.map((cells) => toLine(cells, widths))
  const notes = outcomes.flatMap((outcome) => {
    const list = 'result' in outcome ? (outcome.result.notes ?? []) : []
    return list.map((note) => `${outcome.row.name}: ${note}`)
  })
  return [head, toLine(rule, widths), ...body, ...(notes.length > 0 ? ['', ...notes] : [])].join(
    '\n',
  )
}

/** Whether a limit was missed, or a row could not be measured. */
export function isMissed(outcome: Outcome): boolean {
  return 'error' in outcome || outcome.result.isMet === false
}

function toCells(outcome: Outcome): string[] {
  const { name, what, limit = '' } = outcome.row
  const title = `${name}: ${what}`
  if ('error' in outcome) return [title, limit, 'not measured', '', 'MISSED']
  const { isMet, naive = '', passband } = outcome.result
  return [title, limit, passband, naive, isMet === undefined ? 'told' : isMet ? 'kept' : 'MISSED']
}

function toLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd()
}
