import { combineChallengers } from '../../measuring/combineChallengers.js'
import type { DirectionThroughput } from '../../measuring/measureThroughput.js'
import type { ChallengersCheck } from '../../protocol/gatewayCheck.js'
import type { ChallengeDirection, ChallengeReport } from './challenger.js'
import { hasOtherExit } from './judgeExits.js'

/** The SBN itself in what is kept of checks. */
export const ownName = 'sbn'

/** What a challenger said, or why it said nothing. */
export type Answer = { name: string } & (
  | { failed: string }
  | { alone: ChallengeReport; together?: ChallengeReport | undefined }
)

/** What the SBN itself measured. */
export type Own = {
  alone: Record<'down' | 'up', DirectionThroughput>
  together: Record<'down' | 'up', DirectionThroughput> | undefined
  exits: readonly string[]
}

/** Who takes part: fewer than this cannot outvote one that lies. */
export const quorum = 3

/**
 * What all of them found out together. One for whom the gateway carries nothing counts as that when there
 * are enough to outvote it, and is left out otherwise.
 */
export function combineAnswers(own: Own, answers: readonly Answer[]): ChallengersCheck {
  const said = answers.flatMap((answer) => ('failed' in answer ? [] : [answer]))
  const answered = said.length + 1
  const combine = (way: 'down' | 'up') => {
    const length = own.together?.[way].perSecond.length ?? 0
    const nothing = { alone: 0, together: Array<number>(length).fill(0) }
    const theirs = said.flatMap(({ alone, name, together }) => {
      const one = toDirection(alone, way)
      const all = together && toDirection(together, way)
      if (one) return [{ challenger: name, alone: one.mbps, together: all?.perSecond ?? [] }]
      return answered >= quorum ? [{ challenger: name, ...nothing }] : []
    })
    const mine = {
      challenger: ownName,
      alone: own.alone[way].mbps,
      together: own.together?.[way].perSecond ?? [],
    }
    return combineChallengers([mine, ...theirs])
  }
  const down = combine('down')
  const up = combine('up')
  const judge = (name: string) => ({
    ...((down.capped.includes(name) || up.capped.includes(name)) && { capped: true }),
    ...((down.deviating.includes(name) || up.deviating.includes(name)) && { deviates: true }),
  })
  const mine = {
    name: ownName,
    down: round(own.alone.down.mbps),
    up: round(own.alone.up.mbps),
    ...judge(ownName),
  }
  const each = answers.map((answer) => {
    const { name } = answer
    if ('failed' in answer) return { name, failed: answer.failed }
    const { alone } = answer
    if (alone.reason) return { name, reason: alone.reason, ...judge(name) }
    const { down, minMs, proof, up } = alone
    return {
      ...{ name, down: round(down.mbps), up: round(up.mbps) },
      ...(minMs !== undefined && { minMs: round(minMs) }),
      ...judge(name),
      ...(hasOtherExit(own.exits, alone.exits) && { exitDiffers: true }),
      ...(proof && { proof }),
    }
  })
  return { answered, down: tell(down), up: tell(up), each: [mine, ...each] }
}

function toDirection(report: ChallengeReport, way: 'down' | 'up'): ChallengeDirection | undefined {
  return report.reason ? undefined : report[way]
}

function tell({ alone, mbps, together }: Record<'alone' | 'mbps' | 'together', number>) {
  return { mbps: round(mbps), alone: round(alone), together: round(together) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
