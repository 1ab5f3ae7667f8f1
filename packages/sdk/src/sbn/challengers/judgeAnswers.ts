import type { RoundTrip } from '../../geo/distance/isPossible.js'
import type { RefusalReason } from '../../protocol/api.js'
import type { ChallengersCheck } from '../../protocol/gatewayCheck.js'
import type { Challenger } from './challenger.js'
import { type Answer, quorum } from './combineAnswers.js'
import { isPossibleForMost } from './judgeExits.js'

/**
 * Why a gateway is refused for what its challengers saw, if it is. One of three or more is not enough: it
 * may lie, or have a line that does not get there.
 *
 * @param seen.own The SBN's own round trip, where it knows where it is.
 */
export function judgeAnswers(
  { answered, each }: Pick<ChallengersCheck, 'answered' | 'each'>,
  answers: readonly Answer[],
  seen: {
    challengers: readonly Pick<Challenger, 'location' | 'name'>[]
    country: string
    own: readonly RoundTrip[]
  },
): RefusalReason | undefined {
  const { challengers, country, own } = seen
  const reasons = answers.flatMap((one) => ('alone' in one ? (one.alone.reason ?? []) : []))
  if (reasons.length * 2 > answered) return reasons[0]
  const oneMayLie = answered >= quorum
  const differing = each.filter(({ exitDiffers }) => exitDiffers).length
  if (differing > (oneMayLie ? 1 : 0)) return 'EXIT_INCONSISTENT'
  const theirs = challengers.flatMap(({ location, name }) => {
    const milliseconds = each.find((one) => one.name === name)?.minMs
    return location && milliseconds !== undefined ? [{ ...location, milliseconds }] : []
  })
  return isPossibleForMost(country, own, theirs, oneMayLie) ? undefined : 'COUNTRY_IMPOSSIBLE'
}
