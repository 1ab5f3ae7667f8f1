/** Longest pause between two tries, in milliseconds. */
const longest = 30_000

/**
 * Milliseconds to wait before a try: none before the first, then twice as long each time, up to half a
 * minute, and never quite the same, so that the users of a gateway do not come back all at once.
 *
 * @param attempt How many tries failed.
 * @param first Milliseconds after the first one.
 */
export function getRetryDelay(attempt: number, first: number): number {
  if (attempt < 1) return 0
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return Math.min(first * 2 ** (attempt - 1), longest) * (0.75 + random / 2 ** 33)
}
