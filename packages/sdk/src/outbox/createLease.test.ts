import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { OutboxKeyInUseError } from '../errors/outbox.js'
import { eventually } from '../internal/testing/eventually.js'
import { memory } from '../store/memory/memory.js'
import { createLease } from './createLease.js'
import { getProcess } from './getProcess.js'
import { readProcess } from './readProcess.js'
import { leases } from './tables.js'

const key = '31337/0x00'

test('only one of two holds the lease, and the other one gets it when it is given back', async () => {
  const store = memory()
  const [a, b] = [createLease(store, 60_000), createLease(store, 60_000)]
  await a.take(key)
  await a.take(key)
  await expect(b.take(key)).rejects.toThrow(OutboxKeyInUseError)
  await expect(b.write(async () => 1)).rejects.toThrow(OutboxKeyInUseError)
  expect(await a.write(async () => 1)).toBe(1)
  await a.release()
  await b.take(key)
  await expect(a.write(async () => 1)).rejects.toThrow(OutboxKeyInUseError)
  await b.release()
})

test('a holder that shows signs of life keeps the lease for as long as it wants', async () => {
  const store = memory()
  const [a, b] = [createLease(store, 150), createLease(store, 150)]
  await a.take(key)
  const end = performance.now() + 600
  while (performance.now() < end) {
    await expect(b.take(key)).rejects.toThrow(OutboxKeyInUseError)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await a.write(async () => 'mine')).toBe('mine')
  await a.release()
})

test('a holder that falls silent loses the lease, and can write nothing when it wakes up', async () => {
  const store = memory()
  const b = createLease(store, 100)
  await store.transaction((tx) => leases.put(tx, key, { holder: 'somebody', beat: 7 }))
  await expect(b.take(key)).rejects.toThrow(OutboxKeyInUseError)
  await eventually(() =>
    b.take(key).then(
      () => 'taken',
      () => 'refused',
    ),
  ).toBe('taken')
  // As one does that slept through it.
  await store.transaction((tx) => leases.put(tx, key, { holder: 'another', beat: 1 }))
  await expect(b.write((tx) => tx.set('t', 'a', 'x'))).rejects.toThrow(OutboxKeyInUseError)
  expect(await store.transaction((tx) => tx.get('t', 'a'))).toBeUndefined()
  await b.release()
})

test.runIf(process.platform === 'linux')(
  'the lease of a process that was killed is free at once, also when its number is taken again',
  async () => {
    const self = getProcess()
    if (!self) throw new Error('This process cannot be told from others.')
    const child = spawn('sleep', ['60'])
    await once(child, 'spawn')
    const pid = child.pid as number
    const startedAt = readProcess(pid)?.startedAt as string
    const store = memory()
    const lease = createLease(store, 3_600_000)
    const holder = { holder: 'child', beat: 1, process: { ...self, pid, startedAt } }
    await store.transaction((tx) => leases.put(tx, key, holder))
    await expect(lease.take(key)).rejects.toThrow(OutboxKeyInUseError)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await lease.take(key)
    await lease.release()

    const reused = { ...holder, process: { ...self, startedAt: '1' } }
    await store.transaction((tx) => leases.put(tx, key, reused))
    await lease.take(key)
    await lease.release()

    const elsewhere = { ...holder, process: { machine: 'another', pid, startedAt } }
    await store.transaction((tx) => leases.put(tx, key, elsewhere))
    await expect(lease.take(key)).rejects.toThrow(OutboxKeyInUseError)
    await lease.release()
  },
)
