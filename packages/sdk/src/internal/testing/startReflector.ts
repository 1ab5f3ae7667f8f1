import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { createReflector } from '../../measuring/createReflector.js'

/** A reflector over HTTP on a loopback address, as an SBN serves it. */
export async function startReflector() {
  const reflect = createReflector()
  const app = new Hono()
  app.all('/reflect/*', async (c) => {
    const { address = '' } = getConnInfo(c).remote
    return (await reflect(c.req.raw, { address })) ?? c.notFound()
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reflect/`,
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
