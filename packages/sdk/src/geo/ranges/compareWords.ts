/** Which of two addresses in 32-bit words comes first: negative, zero or positive. */
export function compareWords(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { aFrom = 0, bFrom = 0, count }: { aFrom?: number; bFrom?: number; count: number },
): number {
  for (let word = 0; word < count; word++) {
    const difference = (a[aFrom + word] ?? 0) - (b[bFrom + word] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
