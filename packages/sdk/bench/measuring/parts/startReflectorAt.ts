import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { bytesToHex } from 'viem'
import { createReflector } from '../../../src/measuring/createReflector.js'

/** A reflector on an address; gateways may know it by another name. */
export async function startReflectorAt(host: string, name = host) {
  const key = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const reflect = createReflector()
  const app = new Hono()
  app.all('/reflect/*', async (c) => {
    const { address = '' } = getConnInfo(c).remote
    return (await reflect(c.req.raw, { address, key })) ?? c.notFound()
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    reflector: { url: `http://${name}:${port}/reflect/`, key },
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
    },
  }
}
