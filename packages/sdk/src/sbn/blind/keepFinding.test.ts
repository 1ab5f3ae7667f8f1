import { expect, test } from 'vitest'
import { memory } from '../../store/memory/memory.js'
import { registerGateway, unregisterGateway } from '../applyGateway.js'
import { createCandidates } from '../candidates.js'
import { gateways } from '../tables.js'

const gateway = '0x1111111111111111111111111111111111111111'

test('a gateway that ends its registration and registers anew is still the one that favoured checks', async () => {
  const store = memory()
  const context = { candidates: createCandidates() }
  let block = 0n
  const position = () => ({ blockNumber: ++block, logIndex: 0 }) as never
  const register = (sequence: bigint) =>
    store.transaction((tx) =>
      registerGateway(
        context,
        tx,
        { gateway, payee: gateway, floorPrice: 0n, sequence, sealedEndpoint: '0x12' },
        position(),
      ),
    )
  const finding = { at: 1_000, until: 87_400, gap: 0.5, times: 1 }
  const read = () => store.transaction((tx) => gateways.get(tx, gateway))
  await register(1n)
  await store.transaction((tx) =>
    gateways.update(tx, gateway, (row) => ({ ...row, blind: { results: [], finding } })),
  )
  await register(2n)
  expect((await read())?.blind).toEqual({ results: [], finding })
  await store.transaction((tx) => unregisterGateway(context, tx, gateway, position()))
  expect(await read()).toBe(undefined)
  await register(3n)
  expect((await read())?.blind).toEqual({ results: [], finding })
})
