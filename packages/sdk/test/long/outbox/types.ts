/** What happened, to be added up. */
export type Counts = Record<string, number>

export function add(counts: Counts, what: string, number = 1) {
  counts[what] = (counts[what] ?? 0) + number
}
