/** Does the work for each item, a few at a time, begun in order, and returns the results in order. */
export async function mapLimited<item, result>(
  items: readonly item[],
  places: number,
  work: (item: item) => Promise<result>,
): Promise<result[]> {
  const results: result[] = []
  const entries = items.entries()
  // All places take from the same iterator.
  const workers = Array.from({ length: Math.min(places, items.length) }, async () => {
    for (const [index, item] of entries) results[index] = await work(item)
  })
  await Promise.all(workers)
  return results
}
