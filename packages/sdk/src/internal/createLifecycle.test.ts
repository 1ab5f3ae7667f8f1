import { expect, test } from 'vitest'
import { createLifecycle } from './createLifecycle.js'
import { delay } from './delay.js'

function create({ hang = false, fail = 0 } = {}) {
  const told: string[] = []
  let failures = fail
  const lifecycle = createLifecycle('gateway', async (signal) => {
    told.push('open')
    if (failures-- > 0) throw new Error('not yet')
    if (hang) await delay(1_000_000, signal)
    return { name: 'it', close: async () => void told.push('close') }
  })
  return { lifecycle, told }
}

test('it starts once, and closes once', async () => {
  const { lifecycle, told } = create()
  const starting = lifecycle.start()
  await expect(lifecycle.start()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(await lifecycle.require()).toBe(await starting)
  await Promise.all([lifecycle.close(), lifecycle.close()])
  await lifecycle.close()
  expect(told).toEqual(['open', 'close'])
})

test('it cannot be used before its start, nor used or started after its close', async () => {
  const { lifecycle, told } = create()
  await expect(lifecycle.require()).rejects.toMatchObject({ code: 'NOT_RUNNING' })
  await lifecycle.close()
  await expect(lifecycle.require()).rejects.toMatchObject({ code: 'NOT_RUNNING' })
  await expect(lifecycle.start()).rejects.toMatchObject({ code: 'NOT_RUNNING' })
  expect(told).toEqual([])
})

test('closing breaks off a start that would last for ever', async () => {
  const { lifecycle } = create({ hang: true })
  const [started] = await Promise.allSettled([lifecycle.start(), lifecycle.close()])
  expect(started).toMatchObject({ status: 'rejected', reason: { code: 'NOT_RUNNING' } })
})

test('the caller may break off a start, and start again', async () => {
  const { lifecycle } = create({ hang: true })
  const controller = new AbortController()
  const starting = lifecycle.start(controller.signal)
  controller.abort(new Error('enough'))
  await expect(starting).rejects.toThrow('enough')
  const again = lifecycle.start()
  const [result] = await Promise.allSettled([again, lifecycle.close()])
  expect(result).toMatchObject({ reason: { code: 'NOT_RUNNING' } })
})

test('a start that failed may be tried again', async () => {
  const { lifecycle, told } = create({ fail: 1 })
  await expect(lifecycle.start()).rejects.toThrow('not yet')
  await lifecycle.start()
  await lifecycle.close()
  expect(told).toEqual(['open', 'open', 'close'])
})

test('what was opened although the start was broken off is closed', async () => {
  const told: string[] = []
  const lifecycle = createLifecycle('SBN', async () => {
    await delay(1)
    return { close: async () => void told.push('close') }
  })
  const [started] = await Promise.allSettled([lifecycle.start(), lifecycle.close()])
  expect(started).toMatchObject({ reason: { code: 'NOT_RUNNING' } })
  expect(told).toEqual(['close'])
})
