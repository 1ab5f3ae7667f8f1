import { afterEach, expect, test } from 'vitest'
import { createResolver } from '../../../egress/createResolver.js'
import { inSeconds } from '../../../testing/createBench.js'
import { failure } from '../../../testing/failure.js'
import { listenDns } from '../testing/listenDns.js'
import { listenEcho } from '../testing/listenEcho.js'
import { type Gateway, loopback, startGateway } from '../testing/startGateway.js'

let gateway: Gateway
afterEach(() => gateway.close())

test('a pass that asks for names of a silent name server keeps nobody else from resolving', async () => {
  const dns = await listenDns({ 'good.test': '127.0.0.1' })
  const echo = await listenEcho((socket) => socket.end('here'))
  gateway = await startGateway({ resolver: createResolver([dns.address]) })
  const { clientKey, clientSecret, driver, server } = gateway
  const flooding = await gateway.connect()
  const lost = Array.from({ length: 100 }, (_, index) =>
    failure(flooding.dial({ host: `silent${index}.test`, port: 80 })),
  )
  await expect.poll(() => dns.asked.size).toBe(8)

  const connection = await server.admit({
    passId: 'other',
    clientKey,
    expiresAt: inSeconds(60),
  })
  const other = await driver.connect(connection, {
    passId: 'other',
    clientSecret,
    allow: loopback,
  })
  const stream = await other.dial({ host: 'good.test', port: echo.port })
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('here')
  expect([...dns.asked].filter((name) => name.startsWith('silent'))).toHaveLength(8)

  // The first ones are given up soon and make room for the next.
  expect(await lost[0]).toMatchObject({ code: 'DESTINATION_UNREACHABLE', reason: 'host' })
  await expect.poll(() => dns.asked.size).toBeGreaterThan(9)
  await other.close()
  await flooding.close()
  await Promise.all(lost)
  await echo.close()
  await dns.close()
})

test('a name of the hosts file and a name of the DNS resolve, whatever their case', async () => {
  const dns = await listenDns({ 'good.test': '127.0.0.1' })
  const resolver = createResolver([dns.address])
  gateway = await startGateway({ resolver })
  expect(await resolver('Good.Test.', 80)).toEqual([{ address: '127.0.0.1' }])
  for (const host of ['localhost', 'LocalHost.', 'printer.localhost']) {
    expect(await resolver(host, 80)).toContainEqual({ address: '127.0.0.1' })
  }
  for (const host of ['127.1', '0177.0.0.1', '2130706433', '0x7f000001', 'a.invalid']) {
    expect(await resolver(host, 80)).toEqual([])
  }
  expect([...dns.asked]).toEqual(['good.test'])
  await dns.close()
})
