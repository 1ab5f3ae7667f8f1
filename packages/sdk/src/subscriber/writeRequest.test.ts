import { type Hex, numberToHex, zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import type { SignedQuote } from '../protocol/messages/quote.js'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import { memory } from '../store/memory/memory.js'
import { type PurchaseRow, passes, purchases, requests, requestsByExpiry } from './tables.js'
import { writeRequest } from './writeRequest.js'

const word = `0x${'cd'.repeat(32)}` as const
const account = `0x${'ab'.repeat(20)}` as const
const day = 86_400
const start = 1_800_000_000

/** An account on one chain that asks for quotes, in a store that may be shared. */
function startAccount(store = memory(), chainId = 1) {
  const deployment = { chainId, marketplace: zeroAddress }
  const context = { client: { account: { address: account } }, deployment } as never
  let count = 0
  return {
    store,
    ask(expiresAt: number, key?: string): Promise<Hex> {
      const requestId = numberToHex(chainId * 1_000 + count++, { size: 32 })
      const request: QuoteRequest = {
        ...{ requestId, subscriber: account, sbn: zeroAddress, billing: 'flat', expiresAt },
        ...{ service: 'proxy', mbps: 1, duration: 60, drivers: ['socks'] },
        ...{ recipientKey: word, clientKey: word },
      }
      const written = { request, recipientSecret: word, clientSecret: word, key }
      return store.transaction(async (tx) => {
        await writeRequest(context, tx, written)
        if (key) await purchases.put(tx, key, { asked: '', requestId })
        return requestId
      })
    },
    /** A quote came for it, and so much became of that. */
    async answer(requestId: Hex, row: Omit<PurchaseRow, 'quote'>) {
      const quote = { message: { terms, deadline: start }, signature, details: details(requestId) }
      await store.transaction(async (tx) => {
        await passes.insert(tx, requestId, { ...row, quote })
        await requests.update(tx, requestId, (known) => ({ ...known, passId: requestId }))
      })
    },
    list: () =>
      store.transaction(async (tx) => ({
        requests: (await requests.list(tx)).map(({ key }) => key),
        passes: (await passes.list(tx)).map(({ key }) => key),
        purchases: (await purchases.list(tx)).map(({ key }) => key),
        index: (await requestsByExpiry.list(tx)).length,
      })),
  }
}

const signature = `0x${'ef'.repeat(65)}` as const
const terms: SignedQuote['message']['terms'] = {
  ...{ subscriber: account, gateway: account, payee: account, sbn: account },
  ...{ price: 1n, minimum: 0n, duration: 60, renewUntil: 0, protocolFee: 0, sbnFee: 0 },
  ...{ billing: 'flat', voucherSigner: zeroAddress, details: word },
}
const details = (requestId: Hex): SignedQuote['details'] => ({
  ...{ requestId, recipientKey: word, clientKey: word, country: 'DE', mbps: 1 },
  ...{ service: 'proxy', ipType: 'hosting', driver: 'socks' },
})

test('what was asked for and not bought is forgotten after a day, with its keys', async () => {
  const { answer, ask, list } = startAccount()
  const unanswered = await ask(start)
  const quoted = await ask(start, 'evening')
  await answer(quoted, { state: 'quoted' })
  const recent = await ask(start + day)
  expect((await list()).requests).toEqual([unanswered, quoted, recent])
  const now = await ask(start + day + 1)
  expect(await list()).toEqual({ requests: [recent, now], passes: [], purchases: [], index: 2 })
})

test('what a wallet was asked for is kept, whatever became of it', async () => {
  const { answer, ask, list } = startAccount()
  const refused = await ask(start, 'evening')
  await answer(refused, { state: 'quoted', attempt: 1 })
  const sent = await ask(start)
  await answer(sent, { state: 'sent', attempt: 1 })
  const now = await ask(start + 2 * day)
  expect(await list()).toEqual({
    ...{ requests: [refused, sent, now], passes: [refused, sent], purchases: ['evening'] },
    index: 1,
  })
})

test('a key that stands for a newer request keeps standing for it', async () => {
  const { ask, list } = startAccount()
  await ask(start, 'evening')
  await ask(start + day, 'evening')
  await ask(start + day + 1)
  expect((await list()).purchases).toEqual(['evening'])
})

test('another chain’s clock means nothing', async () => {
  const here = startAccount()
  const elsewhere = startAccount(here.store, 2)
  const kept = await here.ask(start)
  const other = await elsewhere.ask(start + 1_000 * day)
  expect((await here.list()).requests).toEqual([kept, other])
})

test('many that are over become fewer with each that is asked, not all at once', async () => {
  const { ask, list } = startAccount()
  for (let number = 0; number < 100; number++) await ask(start)
  await ask(start + 2 * day)
  expect((await list()).requests).toHaveLength(85)
  for (let number = 0; number < 6; number++) await ask(start + 2 * day)
  expect((await list()).requests).toHaveLength(7)
})
