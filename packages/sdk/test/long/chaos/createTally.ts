/** What a batch has seen so far. */
export type Tally = {
  readonly findings: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  /** Steps at which each kind of party was killed. */
  readonly kills: ReadonlyMap<string, ReadonlySet<string>>
  count(name: string, by?: number): void
  find(finding: string): void
  kill(kind: string, label: string): void
}

export function createTally(): Tally {
  const findings: string[] = []
  const counts: Record<string, number> = {}
  const kills = new Map<string, Set<string>>()
  const count = (name: string, by = 1) => {
    counts[name] = (counts[name] ?? 0) + by
  }
  return {
    findings,
    counts,
    kills,
    count,
    find: (finding) => void findings.push(finding),
    kill(kind, label) {
      count(`kills of a ${kind}`)
      kills.set(kind, (kills.get(kind) ?? new Set()).add(label))
    },
  }
}
