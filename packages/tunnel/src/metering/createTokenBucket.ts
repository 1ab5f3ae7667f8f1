/** Says when bytes may pass so that a rate is kept. Holds no timer. */
export type TokenBucket = {
  /** Takes tokens for `bytes` and returns the time, as `now` counts it, at which they may pass. */
  take(bytes: number): number
  /**
   * Changes the rate; what was taken and is not yet due moves along.
   * @returns What to multiply the remaining wait of earlier takes with.
   */
  setRate(rate: number | undefined): number
}

export type TokenBucketParameters = {
  /** Bytes per millisecond; unlimited when left out. */
  rate?: number | undefined
  /** How many milliseconds of unused rate may be saved up. */
  burst?: number | undefined
  /** Current time in milliseconds. */
  now: () => number
}

/**
 * Makes a token bucket that lets bytes go into debt: a take always succeeds and tells when it is
 * due. Late timers therefore never make a busy flow slower than its rate, as long as they are later
 * by less than `burst`.
 *
 * @example
 * const bucket = createTokenBucket({ rate: 1250, now: () => performance.now() }) // 10 Mbit/s
 * const due = bucket.take(65_536)
 */
export function createTokenBucket(parameters: TokenBucketParameters): TokenBucket {
  const { burst = 50, now } = parameters
  let rate = parameters.rate
  let free = now()
  return {
    take(bytes) {
      const time = now()
      if (rate === undefined) return time
      free = Math.max(free, time - burst) + bytes / rate
      return free
    },
    setRate(next) {
      const time = now()
      const factor = rate === undefined || next === undefined ? 0 : rate / next
      free = free > time ? time + (free - time) * factor : Math.max(free, time - burst)
      rate = next
      return factor
    },
  }
}
