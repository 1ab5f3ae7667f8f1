import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createRandom } from './createRandom.js'
import { readOptions } from './readOptions.js'
import { readRecord } from './record.js'
import { runLongTest } from './runLongTest.js'
import type { LongRun, LongTest } from './types.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passband-long-'))
  // What a run says is not to be taken for what this one does.
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const none = { fresh: false, rounds: undefined, seed: undefined }

/** Does its rounds one after the other, and lets a test look at what it was given. */
function createTest(each: (round: number, stop: () => void) => string[]) {
  const calls: Parameters<LongRun>[0][] = []
  const stopping = new AbortController()
  const longTest: LongTest = {
    about: 'Counts.',
    rounds: 5,
    async run(options) {
      calls.push(options)
      for (let round = options.from; round < options.rounds; round++) {
        if (options.signal.aborted) return
        const findings = each(round, () => stopping.abort())
        options.onProgress({ done: 1, findings, counts: { rounds: 1 } })
      }
    },
  }
  return { longTest, calls, signal: stopping.signal }
}

describe('runLongTest', () => {
  test('goes on after the last round of an interrupted call, with its seed', async () => {
    const first = createTest((round, stop) => {
      if (round === 2) stop()
      return []
    })
    expect(await runLongTest('counts', first.longTest, none, folder, first.signal)).toBe(130)
    const second = createTest(() => [])
    expect(await runLongTest('counts', second.longTest, none, folder, second.signal)).toBe(0)
    expect(second.calls).toMatchObject([{ from: 3, rounds: 5, seed: first.calls[0]!.seed }])
    expect(readRecord(folder)).toMatchObject({ done: 5, counts: { rounds: 5 } })
  })

  test('begins anew once all rounds are through, with another seed, or when told to', async () => {
    const { signal } = new AbortController()
    const cases = [
      { ...none, rounds: 2 },
      { ...none, seed: 7 },
      { ...none, fresh: true },
    ]
    for (const options of cases) {
      const stopped = createTest((round, stop) => {
        if (round === 1) stop()
        return []
      })
      const first = { ...none, fresh: true, seed: 6 }
      expect(await runLongTest('counts', stopped.longTest, first, folder, stopped.signal)).toBe(130)
      const { longTest, calls } = createTest(() => [])
      expect(await runLongTest('counts', longTest, options, folder, signal)).toBe(0)
      expect(calls).toMatchObject([{ from: 0 }])
    }
  })

  test('fails when something was found, also by an earlier call', async () => {
    const first = createTest((round, stop) => {
      stop()
      return round === 0 ? ['A pass was lost.'] : []
    })
    expect(await runLongTest('counts', first.longTest, none, folder, first.signal)).toBe(1)
    const second = createTest(() => [])
    expect(await runLongTest('counts', second.longTest, none, folder, second.signal)).toBe(1)
    expect(readRecord(folder)).toMatchObject({ done: 5, findings: ['A pass was lost.'] })
  })

  test('fails when the test throws, or ends early without being asked to', async () => {
    const { signal } = new AbortController()
    const throws = { about: '', rounds: 1, run: () => Promise.reject(new Error('no chain')) }
    expect(await runLongTest('counts', throws, none, folder, signal)).toBe(1)
    const ends = { about: '', rounds: 1, run: async () => {} }
    expect(await runLongTest('counts', ends, none, folder, signal)).toBe(1)
  })
})

test('options are whole numbers, and rounds may be named after their unit', () => {
  expect(readOptions(['--purchases', '20', '--seed', '3', '--fresh'], 'purchases')).toEqual({
    rounds: 20,
    seed: 3,
    fresh: true,
  })
  expect(() => readOptions(['--rounds', 'many'], undefined)).toThrow(/--rounds/)
  expect(() => readOptions(['--purchases', '2'], undefined)).toThrow(/purchases/)
})

test('random numbers follow from the seed and the round alone', () => {
  const draw = (...labels: (number | string)[]) => {
    const random = createRandom(1, ...labels)
    return Array.from({ length: 8 }, () => random.between(0, 999))
  }
  expect(draw(4)).toEqual(draw(4))
  expect(draw(4)).not.toEqual(draw(5))
  expect(draw('4', 'kill')).not.toEqual(draw('4', 'reorg'))
})
