type Vote<value> = { source: string; value: value; stale: boolean }

/**
 * What more than half of all voters said, or `undefined`. Of a source that is too old it counts that
 * it agrees, not that it does not: addresses move. Where all are too old, all count.
 *
 * A confidence of `agreeing / (voters + 1)` leaves room for one more source that could disagree: 1/2
 * for one, 2/3 for two that agree.
 */
export function findMajority<value>(
  votes: readonly Vote<value>[],
): { value: value; sources: string[]; confidence: number } | undefined {
  const fresh = votes.filter(({ stale }) => !stale)
  const deciding = fresh.length > 0 ? fresh : votes
  const found = deciding.find(({ value }) => count(deciding, value) * 2 > deciding.length)
  if (!found) return undefined
  const { value } = found
  const sources = votes.filter((vote) => vote.value === value).map(({ source }) => source)
  const against = deciding.length - count(deciding, value)
  return { value, sources, confidence: sources.length / (sources.length + against + 1) }
}

function count<value>(votes: readonly Vote<value>[], value: value): number {
  return votes.filter((vote) => vote.value === value).length
}
