import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { libsql } from '../../store/libsql/libsql.js'
import { bundlePrograms } from './bundlePrograms.js'
import { spawnProgram } from './spawnProgram.js'

const programs = await bundlePrograms(new URL('./', import.meta.url), ['writeInSteps'])
afterAll(programs.close)

async function run(path: string, step: string) {
  const child = spawnProgram(programs.file('writeInSteps'), { path, step })
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'close')])
  return { lines: output.trim().split('\n'), code, signal }
}

test('a process dies right at the chosen step, before or after what was written', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'passband-steps-'))
  const path = join(directory, 'steps.db')
  try {
    const whole = await run(path, '')
    expect(whole.code).toBe(0)
    expect(whole.lines).toEqual([
      'step 1 commit a+b before',
      'step 2 commit a+b after',
      'step 3 commit a+b before',
      'step 4 commit a+b after',
      'step 5 commit a+b before',
      'step 6 commit a+b after',
    ])
    for (const [step, kept] of [
      ['1', '3'],
      ['commit a+b before#2', '1'],
      ['commit a+b after#2', '2'],
    ] as const) {
      expect(await run(path, step)).toMatchObject({ code: null, signal: 'SIGKILL' })
      await using store = libsql({ path })
      expect(await store.transaction((tx) => tx.get('a', 'key'))).toBe(kept)
    }
  } finally {
    await rm(directory, { recursive: true })
  }
})
