import { median } from './median.js'

/** What one challenger says it measured of a direction. */
export type ChallengerReport = {
  /** Names the challenger, once in a list. */
  challenger: string
  /** Mbit/s while it was the only one that measured. */
  alone: number
  /** Mbit/s in each second while all measured at once; the first second is the same for all. */
  together: readonly number[]
}

export type CombinedThroughput = {
  /** Mbit/s. */
  mbps: number
  /** What they measured one by one: the median, in Mbit/s. */
  alone: number
  /** What they measured at once: the median of the sums of each second, in Mbit/s. */
  together: number
  /** Who said more than a share that can be, at least once, and was counted for less. */
  capped: string[]
  /** Whose figure differs from the others' by more than a quarter. */
  deviating: string[]
}

/** How many times the median share counts at most. */
const largestShare = 1.25
/**
 * How much measuring at once can add to what was measured one by one: less than the tenth that a liar may
 * gain, since it can also have the luckiest of the honest figures taken for the median.
 */
const largestGain = 1.05
/** How far from the median a figure is remarkable. */
const tolerance = 0.25

/**
 * What several challengers measured of one gateway, of whom less than half may lie.
 *
 * One by one, each has the whole line, so that the median is an honest figure or lies between two of
 * them. All at once, a liar could hide the traffic that it took or make up more; so that figure counts
 * only up to a twentieth above the other. It is there for what one alone cannot fill, and for gateways that
 * are fast for one and slow for many. A challenger needs a line as wide as what it measures.
 *
 * @param reports At least one; three are needed against one liar.
 */
export function combineChallengers(reports: readonly ChallengerReport[]): CombinedThroughput {
  const alone = median(reports.map((report) => report.alone))
  const seconds = Math.min(...reports.map(({ together }) => together.length))
  const capped = new Set<string>()
  const sums = Array.from({ length: Number.isFinite(seconds) ? seconds : 0 }, (_, second) => {
    const shares = reports.map(({ challenger, together }) => ({
      challenger,
      share: together[second] ?? 0,
    }))
    const most = largestShare * median(shares.map(({ share }) => share))
    return shares.reduce((sum, { challenger, share }) => {
      if (reports.length > 2 && share > most) capped.add(challenger)
      return sum + (reports.length > 2 ? Math.min(share, most) : share)
    }, 0)
  })
  const together = median(sums)
  const deviating = reports.filter((report) => Math.abs(report.alone - alone) > tolerance * alone)
  return {
    mbps: Math.max(alone, Math.min(together, alone * largestGain)),
    alone,
    together,
    capped: [...capped],
    deviating: deviating.map(({ challenger }) => challenger),
  }
}
