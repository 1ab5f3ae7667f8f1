import { expect, test } from 'vitest'
import { longTest } from '../follower.js'
import type { LongProgress } from '../harness/types.js'

test('a few rounds of reorganizations and RPC faults: nothing is lost, nothing made up', async () => {
  const seed = 20_171
  const reports: LongProgress[] = []
  await longTest.run({
    rounds: 5,
    from: 0,
    seed,
    folder: '',
    signal: new AbortController().signal,
    onProgress: (progress) => void reports.push(progress),
  })
  expect(reports, `seed ${seed}`).toHaveLength(5)
  expect(reports.flatMap(({ findings }) => findings ?? [])).toEqual([])
  const sum = (name: string) =>
    reports.reduce((total, { counts }) => total + (counts?.[name] ?? 0), 0)
  expect(sum('events on the chain')).toBeGreaterThan(5)
  expect(sum('reorganizations')).toBeGreaterThan(1)
}, 90_000)
