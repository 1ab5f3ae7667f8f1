import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generatePrivateKey } from 'viem/accounts'
import { expect, test } from 'vitest'
import { pingMeanwhile } from './pingMeanwhile.js'
import { openReflector } from './reflector.js'

test('answers that drip for ever keep nobody waiting, also where signals are not heeded', async () => {
  let asked = () => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const dripping = new Set<ReturnType<typeof setInterval>>()
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' })
    dripping.add(setInterval(() => response.write('a'), 50))
    asked()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/reflect/`
  const reflector = await openReflector({ url, key: generatePrivateKey() })
  const deaf: typeof fetch = (input, { signal: _, ...init } = {}) => fetch(input, init)
  try {
    const work = async () => {
      await isAsked
      return 'done'
    }
    expect(await pingMeanwhile({ fetch: deaf }, { reflector }, work)).toEqual({
      value: 'done',
      latency: undefined,
    })
  } finally {
    for (const timer of dripping) clearInterval(timer)
    server.closeAllConnections()
    server.close()
  }
})
