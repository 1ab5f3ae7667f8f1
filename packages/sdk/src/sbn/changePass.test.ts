import { hexToBigInt } from 'viem'
import { describe, expect, test } from 'vitest'
import { hashTerms } from '../protocol/hashTerms.js'
import { packTerms } from '../protocol/packTerms.js'
import { exampleTerms } from '../protocol/testing/exampleTerms.js'
import { memory } from '../store/memory/memory.js'
import { endPass, purchasePass, renewPass, stopPass, undoEnd, undoRenewal } from './applyPass.js'
import { forgetChanges, undoChange } from './changePass.js'
import { createReservations } from './reservations.js'
import { openPasses, passes, replacedPasses } from './tables.js'

const start = 1_800_000_000
const context = {
  client: { account: { address: exampleTerms.sbn } } as never,
  reservations: createReservations(),
}

/** A pass of an hour that was bought, and what follows of it. */
async function buy(terms = exampleTerms) {
  const store = memory()
  const id = hashTerms(terms)
  const passId = hexToBigInt(id)
  const { gateway, subscriber } = terms
  const args = { passId, subscriber, gateway, ...packTerms(terms) }
  await store.transaction((tx) => purchasePass(context, tx, { args, timestamp: start }))
  const read = () =>
    store.transaction(async (tx) => ({
      pass: await passes.get(tx, id),
      due: (await openPasses.list(tx)).map(({ key }) => Number(key.split('/')[0])),
    }))
  return { store, id, passId, read }
}

const at = (blockNumber: bigint) => ({ blockNumber, logIndex: 0 })

describe('a pass of an SBN', () => {
  test('ends later when it was renewed, and as before when a reorganization took that', async () => {
    const { id, passId, read, store } = await buy()
    const end = start + 3_600
    const renewal = { ...at(5n), args: { passId, end: end + 7_200 } }
    const told = await store.transaction((tx) => renewPass(context, tx, renewal))
    const event = { passId: id, end: end + 7_200 }
    expect(told).toMatchObject([{ name: 'passRenewed', event }])
    expect(await read()).toMatchObject({ pass: { end: end + 7_200 }, due: [end + 7_200] })

    const over = { ...at(9n), args: { passId, owed: 1n, refund: 0n }, timestamp: end + 50 }
    await store.transaction((tx) => endPass(context, tx, over))
    expect(await read()).toMatchObject({ pass: { end: end + 50, ended: true }, due: [] })

    await store.transaction((tx) => undoEnd(context, tx, over))
    expect(await read()).toMatchObject({ pass: { end: end + 7_200, ended: false } })
    await store.transaction((tx) => undoRenewal(context, tx, renewal))
    expect(await read()).toMatchObject({ pass: { end, ended: false }, due: [end] })
    expect(await store.transaction((tx) => undoRenewal(context, tx, renewal))).toEqual([])
  })

  test('that is settled late ended when its time was over', async () => {
    const { passId, read, store } = await buy()
    const late = { ...at(9n), args: { passId, owed: 1n, refund: 0n }, timestamp: start + 90_000 }
    await store.transaction((tx) => endPass(context, tx, late))
    expect(await read()).toMatchObject({ pass: { end: start + 3_600, ended: true }, due: [] })
  })

  test('that is metered is due a day after its owner has left', async () => {
    const { passId, read, store } = await buy({ ...exampleTerms, billing: 'metered' })
    expect((await read()).due).toEqual([start + 3_600 + 86_400])
    const left = { ...at(5n), args: { passId, end: start + 60 } }
    await store.transaction((tx) => stopPass(tx, left))
    expect(await read()).toMatchObject({ pass: { end: start + 60 }, due: [start + 60 + 86_400] })
    await store.transaction((tx) => undoChange(tx, left))
    expect(await read()).toMatchObject({ pass: { end: start + 3_600 } })
  })

  test('is not remembered as it was once nothing can be undone', async () => {
    const { passId, store } = await buy()
    const renewal = { ...at(5n), args: { passId, end: start + 7_200 } }
    await store.transaction((tx) => renewPass(context, tx, renewal))
    const count = () => store.transaction(async (tx) => (await replacedPasses.list(tx)).length)
    await store.transaction((tx) => forgetChanges(tx, 1_000n, 0))
    expect(await count()).toBe(1)
    await store.transaction((tx) => forgetChanges(tx, 2_000n, 0))
    expect(await count()).toBe(0)
  })
})
