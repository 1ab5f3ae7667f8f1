import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient, custom } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { anvil } from 'viem/chains'
import { expect, test } from 'vitest'
import { startReflector } from '../../internal/testing/startReflector.js'
import type { SbnContext } from '../context.js'
import { isCheckerWell } from './isCheckerWell.js'

const never = new AbortController().signal

/** A client whose RPC server answers, or does not. */
const clientOf = (request: () => Promise<unknown>) =>
  createClient({
    chain: anvil,
    transport: custom({ request }, { retryCount: 0 }),
  }) as unknown as SbnContext['client']
const block = { number: '0x1', timestamp: '0x6b49d200', transactions: [] }
const there = clientOf(async () => block)
const gone = clientOf(async () => {
  throw new Error('gone')
})

async function withCanary(use: (url: string) => Promise<void>) {
  const server = createServer((_, response) => response.writeHead(503).end())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  server.close()
}

test('it is well when the chain answers, and nothing else was named', async () => {
  expect(await isCheckerWell({ client: there, canaries: [], reflectors: [] }, never)).toBe(true)
  expect(await isCheckerWell({ client: gone, canaries: [], reflectors: [] }, never)).toBe(false)
})

test('of several canaries one has to answer, whatever it says', async () => {
  await withCanary(async (canary) => {
    const dead = 'http://127.0.0.1:1/'
    expect(
      await isCheckerWell({ client: there, canaries: [dead, canary], reflectors: [] }, never),
    ).toBe(true)
    expect(await isCheckerWell({ client: there, canaries: [dead], reflectors: [] }, never)).toBe(
      false,
    )
    expect(await isCheckerWell({ client: gone, canaries: [canary], reflectors: [] }, never)).toBe(
      false,
    )
  })
})

test('what answers for canaries does not answer for a reflector', async () => {
  const reflector = await startReflector()
  await withCanary(async (canary) => {
    const portal = { key: reflector.key, url: canary }
    const context = { client: there, canaries: [canary] }
    expect(await isCheckerWell({ ...context, reflectors: [portal] }, never)).toBe(false)
    expect(await isCheckerWell({ ...context, reflectors: [portal, reflector] }, never)).toBe(true)
    const stranger = { key: generatePrivateKey(), url: reflector.url }
    expect(await isCheckerWell({ ...context, reflectors: [stranger] }, never)).toBe(false)
  })
  await reflector.close()
})

test('an abort ends the waiting', async () => {
  const silent = clientOf(() => new Promise(() => {}))
  const stopped = AbortSignal.abort()
  expect(await isCheckerWell({ client: silent, canaries: [], reflectors: [] }, stopped)).toBe(false)
})
