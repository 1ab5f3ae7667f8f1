/** An action of which so few of a hundred calls do anything shows nothing, unless there were few. */
const fewest = 10
const enough = 300

export type ActionCounts = { done: number; refused: number; idle: number }

/**
 * Sums up what the tests wrote about themselves: a line a run, `action:done:refused:idle` separated by
 * commas.
 *
 * @returns `counts` for the summary, and a finding for each action that nearly never does anything.
 */
export function readCounts(lines: string): {
  counts: Record<string, number>
  findings: string[]
} {
  const actions = new Map<string, ActionCounts>()
  for (const line of lines.split('\n').filter(Boolean)) {
    for (const item of line.split(',')) {
      const [action = '', done = NaN, refused = NaN, idle = NaN] = splitItem(item)
      const sum = actions.get(action) ?? { done: 0, refused: 0, idle: 0 }
      actions.set(action, {
        done: sum.done + done,
        refused: sum.refused + refused,
        idle: sum.idle + idle,
      })
    }
  }
  const counts: Record<string, number> = {}
  const findings: string[] = []
  for (const [action, { done, refused, idle }] of actions) {
    counts[action] = done
    if (refused > 0) counts[`${action}, refused`] = refused
    if (idle > 0) counts[`${action}, nothing to do`] = idle
    const all = done + refused + idle
    if (all >= enough && done * 100 < all * fewest)
      findings.push(`"${action}" does nothing in ${all - done} of ${all} calls.`)
  }
  return { counts, findings }
}

function splitItem(item: string): [string, number, number, number] {
  // Actions have colons in their names, too.
  const parts = item.split(':')
  const [done, refused, idle] = parts.slice(-3).map(Number)
  return [parts.slice(0, -3).join(':'), done ?? NaN, refused ?? NaN, idle ?? NaN]
}
