import {
  type ChallengerReport,
  combineChallengers,
} from '../../../src/measuring/combineChallengers.js'
import type { Throughput } from '../../../src/measuring/measureThroughput.js'
import { openLine } from '../parts/openLine.js'
import type { Row } from '../types.js'

const mbps = 60
const challengers = ['first', 'second', 'third']
const alone = { ramp: 1, seconds: 4 }
const together = { ramp: 1, seconds: 6 }
/** By how much the liar multiplies what it measured. */
const factors = [0, 0.01, 0.1, 0.5, 0.9, 1.1, 1.5, 2, 4, 10, 1_000, 1e9]

export const liar: Omit<Row, 'name'> = {
  what: 'one liar of three challengers',
  limit: '<= 1.10 x up or down',
  rounds: 1,
  async run({ rounds, tell }) {
    let [most, naiveMost, count] = [1, 1, 0]
    const honest: string[] = []
    const line = await openLine(mbps)
    try {
      for (let round = 1; round <= rounds; round++) {
        const sessions = await Promise.all(challengers.map(() => line.connect()))
        const ones: Throughput[] = []
        for (const [index, session] of sessions.entries()) {
          tell(`round ${round} of ${rounds}: challenger ${index + 1} of 3 measures alone`)
          ones.push(await line.measure(session, alone))
        }
        tell(`round ${round} of ${rounds}: all three measure at once`)
        const all = await Promise.all(sessions.map((session) => line.measure(session, together)))
        for (const way of ['down', 'up'] as const) {
          const reports = challengers.map((challenger, index) => ({
            challenger,
            alone: ones[index]?.[way].mbps ?? 0,
            together: all[index]?.[way].perSecond ?? [],
          }))
          const truth = combineChallengers(reports).mbps
          honest.push(`${way} ${truth.toFixed(1)}`)
          for (const lying of lieAll(reports)) {
            count++
            most = Math.max(most, toMove(combineChallengers(lying).mbps, truth))
            naiveMost = Math.max(naiveMost, toMove(mean(lying), mean(reports)))
          }
        }
        for (const session of sessions) await session.close()
      }
    } finally {
      await line.close()
    }
    return {
      isMet: most <= 1.1,
      passband: `${most.toFixed(3)} x at most`,
      naive: `${naiveMost > 1_000 ? '> 1000' : naiveMost.toFixed(2)} x`,
      notes: [
        `${count} lies: each challenger, of what it measured alone, with the others, or both, times ${factors[0]} to ${factors.at(-1)}; naive: the mean of the three.`,
        `A line of ${line.link.payloadMbps.toFixed(1)} Mbit/s; what honest challengers found: ${honest.join(', ')}.`,
      ],
    }
  },
}

function* lieAll(reports: readonly ChallengerReport[]): Generator<ChallengerReport[]> {
  for (const { challenger } of reports)
    for (const one of [1, ...factors])
      for (const other of [1, ...factors])
        yield reports.map((report) =>
          report.challenger === challenger
            ? {
                ...report,
                alone: report.alone * one,
                together: report.together.map((value) => value * other),
              }
            : report,
        )
}

/** The larger of up and down. */
function toMove(lying: number, honest: number): number {
  return Math.max(lying / honest, honest / lying)
}

function mean(reports: readonly ChallengerReport[]): number {
  return reports.reduce((sum, report) => sum + report.alone, 0) / reports.length
}
