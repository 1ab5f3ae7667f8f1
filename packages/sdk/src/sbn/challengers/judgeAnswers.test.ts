import { expect, test } from 'vitest'
import type { ChallengeReport } from './challenger.js'
import { type Answer, combineAnswers } from './combineAnswers.js'
import { judgeAnswers } from './judgeAnswers.js'

const tokyo = { latitude: 35.7, longitude: 139.7 }
const direction = { mbps: 10, bytes: 1e6, perSecond: [3] }
const throughput = { down: direction, up: direction }
const own = { alone: throughput, together: throughput, exits: ['192.0.2.1'] }

/** What is thought of a gateway in Germany, by who said what from Tokyo. */
function judge(...said: (Partial<ChallengeReport> | 'dead')[]) {
  const answers = said.map((report, index): Answer => {
    const name = `challenger ${index}`
    if (report === 'dead') return { name, failed: 'CHALLENGER_UNREACHABLE' }
    const alone = report.reason
      ? { reason: report.reason }
      : { ...throughput, exits: ['192.0.2.1'], minMs: 240, ...report, reason: undefined }
    return { name, alone, together: alone }
  })
  const challengers = answers.map(({ name }) => ({ name, location: tokyo }))
  const parameters = { challengers, country: 'DE', own: [] }
  return judgeAnswers(combineAnswers(own, answers), answers, parameters)
}

const elsewhere = { exits: ['192.0.2.2'] }
const near = { minMs: 4 }
const silent = { reason: 'NO_TRAFFIC' } as const

test.each([
  ['nobody objects', [{}, {}], undefined],
  ['nobody answers', ['dead', 'dead'], undefined],
  ['one of three sees another exit', [{}, elsewhere], undefined],
  ['two see another exit', [elsewhere, elsewhere], 'EXIT_INCONSISTENT'],
  ['one of two sees another exit', [elsewhere], 'EXIT_INCONSISTENT'],
  ['one of two that are left sees another exit', [elsewhere, 'dead'], 'EXIT_INCONSISTENT'],
  ['one of three is too near', [{}, near], undefined],
  ['two are too near', [near, near], 'COUNTRY_IMPOSSIBLE'],
  ['one of two is too near', [near], 'COUNTRY_IMPOSSIBLE'],
  ['nothing comes through for one of three', [{}, silent], undefined],
  ['nothing comes through for one of two', [silent], undefined],
  ['nothing comes through for two of three', [silent, silent], 'NO_TRAFFIC'],
] as const)('where %s: %o is %s', (_, said, reason) => {
  expect(judge(...said)).toBe(reason)
})

test('without enough to outvote it, one for whom nothing comes through is left out', () => {
  const answers: Answer[] = [{ name: 'odd', alone: silent }]
  expect(combineAnswers(own, answers).down).toMatchObject({ alone: 10, mbps: 10 })
})
