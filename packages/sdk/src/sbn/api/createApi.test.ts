import { zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import type { SbnContext } from '../context.js'
import { createDeliveryWaiters } from '../deliveryWaiters.js'
import { deliveries } from '../tables.js'
import { createApi } from './createApi.js'

const passId = `0x${'1'.repeat(64)}` as const

test('strangers who take all places to wait keep nobody from what was delivered', async () => {
  const [store, waiters] = [memory(), createDeliveryWaiters()]
  const api = createApi({ store, waiters } as Partial<SbnContext> as SbnContext)
  const message = { passId, gateway: zeroAddress, sealed: '0x01' } as const
  const delivered = { message, signature: `0x${'2'.repeat(130)}` } as const
  for (let place = 0; place < 16; place++) waiters.wait(passId, 25)
  await expect(api.getDelivery(passId, { waitSeconds: 20 })).rejects.toMatchObject({
    code: 'TOO_MANY_WAITS',
  })
  await store.transaction((tx) => deliveries.put(tx, passId, delivered))
  expect(await api.getDelivery(passId, { waitSeconds: 20 })).toEqual(delivered)
  waiters.close()
})
