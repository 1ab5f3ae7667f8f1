/** Seconds between throughput tests on average: of a gateway that is new, and of one that is known. */
const newMean = 6 * 3_600
const knownMean = 24 * 3_600
/** Tests after which a gateway is known. */
const enough = 4
/** Never sooner, seconds, and never later, in means. */
const soonest = 600
const latest = 3

/**
 * When a gateway's throughput is measured again: at a random time that nobody can guess from the ones
 * before (exponentially distributed), sooner while it is new.
 *
 * @param count How often it was measured, this time included.
 * @param random From 0 to below 1.
 */
export function drawThroughputTime(count: number, now: number, random = draw()): number {
  const mean = count < enough ? newMean : knownMean
  const wait = -Math.log(1 - random) * mean
  return Math.ceil(now + Math.min(Math.max(wait, soonest), latest * mean))
}

function draw(): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
  return random / 2 ** 32
}
