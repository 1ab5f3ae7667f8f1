/** How many of so many servers have to agree: at least half. */
export const enoughOf = (servers: number) => Math.ceil(servers / 2)

/**
 * Of what servers say, sorted from most to least, the most that enough of them say or exceed; when too
 * few of them answered, the least.
 */
export function pickAgreed<value>(sorted: readonly value[], servers: number): value {
  return sorted[Math.min(enoughOf(servers), sorted.length) - 1] as value
}
