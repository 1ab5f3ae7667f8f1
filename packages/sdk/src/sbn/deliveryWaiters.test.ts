import { expect, test } from 'vitest'
import { createDeliveryWaiters } from './deliveryWaiters.js'

const isDone = (done: Promise<void>) =>
  Promise.race([done.then(() => true), new Promise((resolve) => setImmediate(resolve, false))])

test('ending one wait wakes nobody else; a delivery wakes all of its pass', async () => {
  const waiters = createDeliveryWaiters()
  const [first, second, other] = [
    waiters.wait('0x01', 25),
    waiters.wait('0x01', 25),
    waiters.wait('0x02', 25),
  ]
  first.end()
  await first.done
  expect(await isDone(second.done)).toBe(false)
  waiters.notify('0x01')
  await second.done
  expect(await isDone(other.done)).toBe(false)
  waiters.close()
  await other.done
})

test('sixteen wait for a pass, and ten thousand in all', () => {
  const waiters = createDeliveryWaiters()
  const tooMany = expect.objectContaining({ code: 'TOO_MANY_WAITS', retryable: true })
  const waits = Array.from({ length: 16 }, () => waiters.wait('0x01', 25))
  expect(() => waiters.wait('0x01', 25)).toThrow(tooMany)
  waits[0]?.end()
  waits[0]?.end()
  waiters.wait('0x01', 25)
  expect(() => waiters.wait('0x01', 25)).toThrow(tooMany)
  for (let pass = 0; pass < 9_984; pass++) waiters.wait(`0x1${pass}`, 25)
  expect(() => waiters.wait('0x03', 25)).toThrow(tooMany)
  waiters.close()
  waiters.wait('0x03', 25).end()
})

test('a wait ends with its time and with its signal', async () => {
  const waiters = createDeliveryWaiters()
  await waiters.wait('0x01', 0.01).done
  const controller = new AbortController()
  const { done } = waiters.wait('0x01', 25, controller.signal)
  controller.abort()
  await done
  await waiters.wait('0x01', 25, controller.signal).done
})
