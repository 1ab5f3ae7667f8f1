/** Works on all items, on at most so many at the same time, in their order. */
export async function forEachParallel<item>(
  items: readonly item[],
  limit: number,
  work: (item: item) => Promise<void>,
): Promise<void> {
  const left = items.values()
  const lanes = Array.from({ length: limit }, async () => {
    for (let next = left.next(); !next.done; next = left.next()) await work(next.value)
  })
  await Promise.all(lanes)
}
