/**
 * What a customer got of what he could have had: of what an open check gets, or of what he bought when
 * that is less.
 *
 * @returns From 0 to 1.
 */
export function toShare({
  bought,
  mbps,
  open,
}: {
  bought: number
  mbps: number
  open: number
}): number {
  return Math.min(1, mbps / Math.max(Math.min(bought, open), 1))
}
