import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StoreBusyError, StoreError } from '../../errors/store.js'
import { bundlePrograms } from '../../internal/testing/bundlePrograms.js'
import { spawnProgram } from '../../internal/testing/spawnProgram.js'
import { runStoreCompliance } from '../testing/runStoreCompliance.js'
import { libsql } from './libsql.js'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'passband-libsql-'))
})
afterAll(async () => {
  await rm(directory, { recursive: true })
})
const pathOf = (name: string) => join(directory, `${name}.db`)
const programs = await bundlePrograms(new URL('./testing/', import.meta.url), [
  'missPackage',
  'writeRows',
])
afterAll(programs.close)

runStoreCompliance({
  name: 'libsql',
  open: (place) => libsql({ path: pathOf(place) }),
  durable: true,
})

/** Writes rows as fast as it can, and says which were acknowledged. */
const spawnWriter = (path: string, prefix: string, rows: number) =>
  spawnProgram(programs.file('writeRows'), { path, prefix, rows })

test('a process that is killed in mid-write loses nothing that was acknowledged', async () => {
  const path = pathOf('killed')
  let acknowledged = 0
  for (let round = 0; round < 3; round++) {
    const child = spawnWriter(path, `${round}/`, 1_000_000)
    const closed = once(child, 'close')
    let output = ''
    for await (const chunk of child.stdout) {
      output += chunk
      // Far enough to be in the middle of things, and at another moment in each round.
      if (output.length > 200 + 150 * round) child.kill('SIGKILL')
    }
    expect(await closed).toEqual([null, 'SIGKILL'])
    const lines = output.split('\n').length - 1
    acknowledged += lines

    await using store = libsql({ path })
    await store.transaction(async (tx) => {
      const rows = await tx.list('rows', { prefix: `${round}/` })
      // The last write may have been committed without the time to say so.
      expect(rows.length - lines).toBeOneOf([0, 1])
      expect(await tx.list('copies', { prefix: `${round}/` })).toEqual(rows)
      expect(await tx.get('counts', 'n')).toBe(String((await tx.list('rows')).length))
    })
  }
  expect(acknowledged).toBeGreaterThan(100)
})

test('two processes on one file lose no writes', async () => {
  const path = pathOf('processes')
  const children = ['a', 'b'].map((prefix) => spawnWriter(path, prefix, 150))
  const codes = await Promise.all(
    children.map(async (child) => {
      child.stdout.resume()
      return once(child, 'close')
    }),
  )
  expect(codes).toEqual([
    [0, null],
    [0, null],
  ])
  await using store = libsql({ path })
  await store.transaction(async (tx) => {
    expect(await tx.list('rows')).toHaveLength(300)
    expect(await tx.get('counts', 'n')).toBe('300')
  })
})

test('many transactions in a row leave time for others', async () => {
  await using store = libsql({ path: pathOf('busy') })
  let hasFired = false
  setTimeout(() => {
    hasFired = true
  }, 30)
  const giveUpAt = performance.now() + 10_000
  while (!hasFired && performance.now() < giveUpAt) {
    await store.transaction((tx) => tx.get('t', 'a'))
  }
  expect(hasFired).toBe(true)
})

test('the file can be read by its owner only', async () => {
  const path = pathOf('private')
  await using store = libsql({ path })
  await store.transaction((tx) => tx.set('t', 'a', 'x'))
  for (const suffix of ['', '-wal', '-shm']) {
    expect((await stat(path + suffix)).mode & 0o777).toBe(0o600)
  }
})

test('a folder that does not exist, a folder, and a file of something else are typed errors', async () => {
  await writeFile(pathOf('other'), 'not a database '.repeat(1_000))
  const cases = [
    [join(directory, 'no', 'where.db'), 'ENOENT'],
    [directory, undefined],
    [pathOf('other'), 'SQLITE_NOTADB'],
  ] as const
  for (const [path, reason] of cases) {
    await using store = libsql({ path })
    const error = await store.transaction((tx) => tx.list('t')).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(StoreError)
    expect((error as StoreError).reason).toBe(reason)
    expect((error as StoreError).message).not.toContain(directory)
    expect((error as StoreError).cause).toBeDefined()
  }
})

test('a wrong path can be put right without a new store', async () => {
  const path = pathOf('repaired')
  await writeFile(path, 'not a database '.repeat(1_000))
  await using store = libsql({ path })
  await expect(store.transaction((tx) => tx.list('t'))).rejects.toThrow(StoreError)
  await rm(path)
  expect(await store.transaction((tx) => tx.list('t'))).toEqual([])
})

test('a file that another connection keeps locked is a typed error that says to try again', async () => {
  const path = pathOf('locked')
  await using holder = libsql({ path })
  await using waiter = libsql({ path, busyTimeout: 50 })
  await holder.transaction(async () => {
    const error = await waiter.transaction((tx) => tx.list('t')).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(StoreBusyError)
    expect((error as StoreBusyError).retryable).toBe(true)
  })
  expect(await waiter.transaction((tx) => tx.list('t'))).toEqual([])
})

test('a file of a newer format is refused', async () => {
  const path = pathOf('newer')
  const { default: Libsql } = await import('libsql')
  const database = new Libsql(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  await using store = libsql({ path })
  await expect(store.transaction((tx) => tx.list('t'))).rejects.toThrow(StoreError)
})

test('without the package, using the store names it, and importing the module is fine', async () => {
  const child = spawnProgram(programs.file('missPackage'), { path: pathOf('unused') })
  const closed = once(child, 'close')
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  expect(await closed).toEqual([0, null])
  expect(output.trim()).toBe(
    'PackageMissingError PACKAGE_MISSING ' +
      'The optional package "libsql" is not installed. Install it: npm install libsql',
  )
})
