import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createCloser } from '../../src/internal/createCloser.js'
import { createRandom } from './harness/createRandom.js'
import type { LongRunOptions, LongTest } from './harness/types.js'
import { runGatewayCase, startReferee } from './restarts/gatewayCase.js'
import { runSbnCase } from './restarts/sbnCase.js'
import { startPlace } from './restarts/startPlace.js'

export const longTest: LongTest = {
  about:
    'Gateways and SBNs that are killed at every step, one after the other, and then at several.',
  rounds: 260,
  unit: 'lives',
  run,
}

/**
 * First come the two roles without a death, to learn their steps. Then each step is deadly once, before
 * and after, and when all were, several that are drawn.
 */
async function run({ folder, from, onProgress, rounds, seed, signal }: LongRunOptions) {
  const opened = createCloser()
  try {
    const lives = join(folder, 'lives')
    // What an earlier call left there is of another chain.
    rmSync(lives, { recursive: true, force: true })
    mkdirSync(lives, { recursive: true })
    const place = await startPlace(lives)
    opened.add(place.close)
    const referee = await startReferee(place)
    opened.add(referee.close)
    const roles = {
      gateway: (deadly: readonly string[], find: (finding: string) => void, index: number) =>
        runGatewayCase(place, referee, { deadly, find, index }),
      sbn: (deadly: readonly string[], find: (finding: string) => void) =>
        runSbnCase(place, { deadly, find }),
    }
    const live = async (role: keyof typeof roles, deadly: readonly string[], index: number) => {
      const findings: string[] = []
      const name = `${role}, deadly: ${deadly.join(', ') || 'nothing'}`
      try {
        const outcome = await roles[role](deadly, (finding) => findings.push(finding), index)
        return { ...outcome, findings: findings.map((finding) => `${name}: ${finding}`) }
      } catch (error) {
        const { cause, message } = error as Error
        const why = cause instanceof Error ? ` (${cause.message})` : ''
        findings.push(`${message}${why}`)
        const all = findings.map((finding) => `${name}: ${finding}`)
        return { steps: [], deaths: [], missed: deadly, findings: all }
      }
    }
    const [one, other] = [await live('gateway', [], 675), await live('sbn', [], 0)]
    onProgress({ done: 0, findings: [...one.findings, ...other.findings] })
    const single = [
      ...labelSteps(one.steps).map((step) => ({ role: 'gateway' as const, deadly: [step] })),
      ...labelSteps(other.steps).map((step) => ({ role: 'sbn' as const, deadly: [step] })),
    ]
    for (let round = from; round < rounds; round++) {
      if (signal.aborted) return
      const plan = single[round] ?? drawLife(seed, round, single)
      onProgress({ done: 0, note: `${plan.role} dies at ${plan.deadly.join(', ')}` })
      const { deaths, findings, missed } = await live(plan.role, plan.deadly, round % 675)
      const counts = {
        lives: 1,
        deaths: deaths.length,
        'steps that did not come again': missed.length,
      }
      onProgress({ done: 1, counts, findings })
    }
  } finally {
    await opened.close()
  }
}

/** Steps with their occurrences, without those that only time brings about. */
export function labelSteps(steps: readonly string[]): string[] {
  const counts = new Map<string, number>()
  return steps.flatMap((label) => {
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    const isRoutine = /^commit (outbox\.leases|follower\.[+\w.]+) (before|after)$/.test(label)
    return isRoutine && !label.includes('/') && count > 1 ? [] : [`${label}#${count}`]
  })
}

type Life = { role: 'gateway' | 'sbn'; deadly: string[] }

function drawLife(seed: number, round: number, known: readonly Life[]): Life {
  const random = createRandom(seed, round)
  const { role } = random.pick(known)
  const own = known.filter((life) => life.role === role).flatMap(({ deadly }) => deadly)
  // A process that comes after another starts to count anew.
  const deadly = Array.from({ length: random.between(2, 5) }, () =>
    random.pick(own).replace(/#\d+$/, `#${random.between(1, 2)}`),
  )
  return { role, deadly }
}
