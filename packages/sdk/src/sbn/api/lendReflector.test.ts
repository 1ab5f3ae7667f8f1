import { numberToHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { readJson } from '../../internal/readJson.js'
import { createKeyPair } from '../../protocol/createKeyPair.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { reflectorGrant } from '../../protocol/reflectorGrant.js'
import type { Terms } from '../../protocol/terms.js'
import { unseal } from '../../protocol/unseal.js'
import { memory } from '../../store/memory/memory.js'
import { createCheckTickets } from '../checking/checkTickets.js'
import { passes, quotes, requestIds } from '../tables.js'
import { lendReflector } from './lendReflector.js'

const word = numberToHex(7, { size: 32 })
const account = privateKeyToAccount(generatePrivateKey())
const owner = account.address
const deployment = { chainId: 1, marketplace: owner }

/** An SBN with one pass, and what its buyer reads in a loan. */
async function start() {
  const store = memory()
  const buyer = await createKeyPair()
  const requestId = numberToHex(1, { size: 32 })
  const terms: Terms = {
    ...{ subscriber: owner, gateway: owner, payee: owner, sbn: owner, voucherSigner: owner },
    ...{ price: 100n, minimum: 1n, duration: 3_600, renewUntil: 0, protocolFee: 0, sbnFee: 0 },
    ...{ billing: 'flat', details: requestId },
  }
  const passId = hashTerms(terms)
  const quote = {
    message: { terms, deadline: 2 ** 39 },
    signature: `0x${'ef'.repeat(65)}` as const,
    details: {
      ...{ requestId, recipientKey: buyer.publicKey, clientKey: word, country: 'DE', mbps: 8 },
      ...({ service: 'proxy', ipType: 'residential', driver: 'socks' } as const),
    },
  }
  await store.transaction(async (tx) => {
    await quotes.put(tx, requestId, { requestHash: word, passId, quote })
    await requestIds.put(tx, passId, { requestId })
    const times = { start: 2 ** 38, end: 2 ** 39, ended: false }
    await passes.put(tx, passId, { passId, subscriber: owner, terms, ...times })
  })
  const tickets = createCheckTickets()
  const context = {
    ...{ client: { account }, deployment, lent: new Map(), tickets, store },
    reflectorUrl: 'http://reflector.test',
  } as unknown as Parameters<typeof lendReflector>[0]
  const ask = async () => {
    const sealed = await lendReflector(context, passId)
    const { privateKey } = buyer
    const sealedFor = { kind: 'reflector', deployment, sbn: owner, passId } as const
    const text = await unseal(sealed, { privateKey, context: sealedFor })
    const grant = readJson(reflectorGrant, text) ?? expect.fail()
    const ticket = tickets.find(new URL(grant.url).pathname.split('/')[2] ?? '') ?? expect.fail()
    return { grant, length: sealed.length, ticket }
  }
  return { ask }
}

test('whoever asks again is lent the same, which says to its buyer alone that it is used up', async () => {
  const { ask } = await start()
  const first = await ask()
  expect(first.grant).toMatchObject({ bytes: 15_000_000, fresh: 1 })
  const second = await ask()
  expect(second.grant).toEqual(first.grant)
  // One measurement later there is room for another.
  first.ticket.meter.send(15_000_000)
  expect((await ask()).grant.fresh).toBe(1)
  expect(first.ticket.meter.send(10_000_000)).toBe(true)
  const used = await ask()
  expect(used.grant).toEqual({ ...first.grant, fresh: 0 })
  expect(used.length).toBe(first.length)
  first.ticket.close()
})
