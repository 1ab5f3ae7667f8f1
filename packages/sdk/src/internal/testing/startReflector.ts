import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { generatePrivateKey } from 'viem/accounts'
import { createReflector } from '../../measuring/createReflector.js'

/**
 * A reflector over HTTP on a loopback address. `see` says which address it tells of the one that it sees.
 */
export async function startReflector(see = (address: string) => address) {
  const reflect = createReflector()
  const key = generatePrivateKey()
  const app = new Hono()
  app.all('/reflect/*', async (c) => {
    const { address = '' } = getConnInfo(c).remote
    return (await reflect(c.req.raw, { address: see(address), key })) ?? c.notFound()
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    key,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/reflect/`,
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
