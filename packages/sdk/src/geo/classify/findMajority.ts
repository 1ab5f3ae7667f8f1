/**
 * What more than half of all voters said, or `undefined`. A confidence of `agreeing / (voters + 1)`
 * leaves room for one more source that could disagree: 1/2 for one, 2/3 for two that agree.
 */
export function findMajority<value>(
  votes: readonly { source: string; value: value }[],
): { value: value; sources: string[]; confidence: number } | undefined {
  const voters = new Map<value, string[]>()
  for (const { source, value } of votes) voters.set(value, [...(voters.get(value) ?? []), source])
  for (const [value, sources] of voters) {
    if (sources.length * 2 > votes.length)
      return { value, sources, confidence: sources.length / (votes.length + 1) }
  }
  return undefined
}
