import { type Hex, numberToHex, zeroAddress } from 'viem'
import { expect, test } from 'vitest'
import { maximumMessage } from '../../messaging/routes.js'
import type { Details } from '../../protocol/details.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { stringify } from '../../protocol/stringify.js'
import type { Terms } from '../../protocol/terms.js'
import { memory } from '../../store/memory/memory.js'
import { passes, passesBySubscriber, quotes, requestIds } from '../tables.js'
import { listPasses } from './listPasses.js'

const owner = `0x${'ab'.repeat(20)}` as const
const word = `0x${'cd'.repeat(32)}` as const

/** An owner's passes, whose details are as long as they can be, and one of somebody else. */
async function startWith(count: number) {
  const store = memory()
  const ids: Hex[] = []
  await store.transaction(async (tx) => {
    for (let number = 0; number < count + 1; number++) {
      const subscriber = number === count ? zeroAddress : owner
      const requestId = numberToHex(number + 1, { size: 32 })
      const details: Details = {
        ...{ requestId, recipientKey: word, clientKey: word, country: 'DE', mbps: 100_000 },
        ...{ service: 'proxy', ipType: 'residential', driver: 'd'.repeat(31) },
      }
      const terms: Terms = {
        ...{ subscriber, gateway: owner, payee: owner, sbn: owner, voucherSigner: owner },
        ...{ price: 2n ** 96n - 1n, minimum: 2n ** 80n, duration: 31_622_400 },
        ...{ renewUntil: 2 ** 39, protocolFee: 500, sbnFee: 2_000, billing: 'metered' },
        details: requestId,
      }
      const passId = hashTerms(terms)
      const signature = `0x${'ef'.repeat(65)}` as const
      const quote = { message: { terms, deadline: 2 ** 39 }, signature, details }
      await quotes.put(tx, requestId, { requestHash: word, passId, quote })
      await requestIds.put(tx, passId, { requestId })
      const times = { start: 2 ** 38, end: 2 ** 39, ended: false }
      await passes.put(tx, passId, { passId, subscriber, terms, ...times })
      await passesBySubscriber.put(tx, `${subscriber}/${passId}`, { passId })
      if (subscriber === owner) ids.push(passId)
    }
  })
  const page = (after?: Hex) => store.transaction((tx) => listPasses(tx, owner, after))
  return { ids: ids.sort(), page }
}

test('an owner of many passes gets them all, in answers no longer than a message may be', async () => {
  const { ids, page } = await startWith(250)
  const listed: Hex[] = []
  let next: Hex | undefined
  do {
    const answer = await page(next)
    expect(stringify(answer).length).toBeLessThan(maximumMessage)
    listed.push(...answer.passes.map(({ passId }) => passId))
    next = answer.next
  } while (next)
  expect(listed).toEqual(ids)
})

test('there is nothing after as many as one answer holds', async () => {
  const { ids, page } = await startWith(100)
  const { next, passes: found } = await page()
  expect(found).toHaveLength(100)
  expect(next).toBe(ids.at(-1))
  expect(await page(next)).toEqual({ passes: [] })
})
