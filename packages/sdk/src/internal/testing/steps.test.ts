import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { libsql } from '../../store/libsql/libsql.js'
import { spawnProgram } from './spawnProgram.js'

const source = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)

async function run(path: string, step: string) {
  const child = spawnProgram(`
    process.env.STEP = ${JSON.stringify(step)}
    const { stepsFromEnvironment } = await import(${source('./steps.ts')})
    const { libsql } = await import(${source('../../store/libsql/libsql.ts')})
    const store = stepsFromEnvironment().store(libsql({ path: ${JSON.stringify(path)} }))
    for (const n of [1, 2, 3]) {
      await store.transaction((tx) => tx.get('a', 'key'))
      await store.transaction(async (tx) => {
        await tx.set('b', 'key', String(n))
        await tx.set('a', 'key', String(n))
      })
    }
    await store.close()
  `)
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
