import { type Arrivals, binMs } from './createTimeline.js'

const binsPerSecond = 1_000 / binMs

/**
 * Bytes of each whole second after the ramp, which begins with the first byte.
 *
 * @param options.ramp Seconds at the beginning that do not count: connections speed up in them, and a
 * line that was idle may have saved up.
 * @param options.seconds How many count at most.
 * @param options.isCut Whether it was stopped early, so that what is missing at the end was not
 * asked for. Otherwise silence counts as nothing.
 */
export function countSeconds(
  { bins }: Arrivals,
  { isCut, ramp, seconds }: { ramp: number; seconds: number; isCut: boolean },
): number[] {
  const start = Math.round(ramp * binsPerSecond)
  const whole = Math.floor(seconds)
  const there = isCut
    ? Math.max(0, Math.floor((bins.length - start) / binsPerSecond))
    : Number.POSITIVE_INFINITY
  return Array.from({ length: Math.min(whole, there) }, (_, second) => {
    const from = start + second * binsPerSecond
    return bins.slice(from, from + binsPerSecond).reduce((sum, bytes) => sum + bytes, 0)
  })
}
