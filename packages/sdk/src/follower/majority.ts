/** The smallest number that is more than half. */
export function majority(of: number): number {
  return Math.floor(of / 2) + 1
}
