import { numberToHex, zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import type { Terms } from '../../protocol/terms.js'
import { memory } from '../../store/memory/memory.js'
import { deliveries, passes, replacedDeliveries } from '../tables.js'
import { forgetDeliveries, takeDelivery } from './takeDelivery.js'

const gateway = `0x${'aa'.repeat(20)}` as const
const passId = `0x${'1'.repeat(64)}` as const
const terms: Terms = {
  subscriber: zeroAddress,
  gateway,
  payee: gateway,
  sbn: zeroAddress,
  price: 1n,
  minimum: 0n,
  duration: 60,
  renewUntil: 0,
  protocolFee: 0,
  sbnFee: 0,
  billing: 'flat',
  voucherSigner: zeroAddress,
  details: passId,
}

/** A pass of the gateway, and what it delivers for it. */
async function start() {
  const store = memory()
  const pass = { passId, subscriber: zeroAddress, start: 0, end: 60, ended: false, terms }
  await store.transaction((tx) => passes.put(tx, passId, pass))
  const deliver = (sealed: `0x${string}`, by: `0x${string}` = gateway) =>
    store.transaction((tx) =>
      takeDelivery(tx, {
        message: { passId, gateway: by, sealed },
        signature: `0x${'2'.repeat(130)}`,
      }),
    )
  const newest = () =>
    store.transaction(async (tx) => (await deliveries.get(tx, passId))?.message.sealed)
  return { deliver, newest, store }
}

test('the newest delivery of a gateway counts, and nobody can send an earlier one again', async () => {
  const { deliver, newest } = await start()
  await deliver('0x01')
  await deliver('0x02')
  expect(await newest()).toBe('0x02')
  await expect(deliver('0x01')).rejects.toMatchObject({ code: 'DELIVERY_REPLACED' })
  // Sent twice, because an answer was lost, it is fine.
  await deliver('0x02')
  await expect(deliver('0x03', zeroAddress)).rejects.toMatchObject({ code: 'PASS_UNKNOWN' })
  expect(await newest()).toBe('0x02')
})

test('a gateway that never ends to deliver does not fill the store, and keeps what it delivered', async () => {
  const { deliver, newest, store } = await start()
  const count = () => store.transaction(async (tx) => (await replacedDeliveries.list(tx)).length)
  const sealed = (number: number) => numberToHex(number, { size: 2 })
  for (let number = 0; number <= 64; number++) await deliver(sealed(number))
  for (let number = 65; number < 100; number++)
    await expect(deliver(sealed(number))).rejects.toMatchObject({ code: 'TOO_MANY_DELIVERIES' })
  await deliver(sealed(64))
  expect(await newest()).toBe(sealed(64))
  expect(await count()).toBe(64)
  // As with a quote that nobody bought.
  await store.transaction((tx) => forgetDeliveries(tx, passId))
  expect(await count()).toBe(0)
})
