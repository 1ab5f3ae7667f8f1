/** Maps with so many calls at a time. The first failure is thrown, and no more are begun then. */
export async function mapLimited<item, result>(
  items: readonly item[],
  limit: number,
  map: (item: item) => Promise<result>,
): Promise<result[]> {
  const results: result[] = []
  const rest = items.entries()
  let hasFailed = false
  const work = async () => {
    for (const [index, item] of rest) {
      if (hasFailed) return
      try {
        results[index] = await map(item)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  return results
}
