import { zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import type { Terms } from '../../protocol/terms.js'
import { memory } from '../../store/memory/memory.js'
import { deliveries, passes } from '../tables.js'
import { takeDelivery } from './takeDelivery.js'

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

test('the newest delivery of a gateway counts, and nobody can send an earlier one again', async () => {
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
  await deliver('0x01')
  await deliver('0x02')
  expect(await newest()).toBe('0x02')
  await expect(deliver('0x01')).rejects.toMatchObject({ code: 'DELIVERY_REPLACED' })
  // Sent twice, because an answer was lost, it is fine.
  await deliver('0x02')
  await expect(deliver('0x03', zeroAddress)).rejects.toMatchObject({ code: 'PASS_UNKNOWN' })
  expect(await newest()).toBe('0x02')
})
