const least = 64 * 1024

/** Hands out a number of bytes in portions, so that several connections have work to the end. */
export function createPortions(
  bytes: number,
  { most, streams }: { most: number; streams: number },
): {
  /** The length of the next portion, `size` at most; 0 when nothing is left. */
  take(size?: number): number
} {
  let left = bytes
  return {
    take(size = most) {
      const fair = Math.max(least, Math.ceil(left / streams))
      const length = Math.min(left, size, most, fair)
      left -= length
      return length
    },
  }
}
