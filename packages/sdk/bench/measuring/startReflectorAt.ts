import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { createReflector } from '../../src/measuring/createReflector.js'
import { createTimeline } from '../../src/measuring/createTimeline.js'

/** A reflector on an address, which tells when uploads arrived. */
export async function startReflectorAt(host: string) {
  const reflect = createReflector()
  let arrived = createTimeline()
  const app = new Hono()
  app.all('/reflect/*', async (c) => {
    const { address = '' } = getConnInfo(c).remote
    const meter = {
      send: () => true,
      receive: () => true,
      verified: (bytes: number) => arrived.add(bytes),
    }
    return (await reflect(c.req.raw, { address, meter })) ?? c.notFound()
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  server.listen(0, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/reflect/`,
    arrived: { read: () => arrived.read() },
    /** Forgets what arrived: for the next measurement. */
    reset() {
      arrived = createTimeline()
    },
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
    },
  }
}
