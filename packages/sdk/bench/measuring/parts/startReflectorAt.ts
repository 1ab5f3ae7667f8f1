import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { createReflector } from '../../../src/measuring/createReflector.js'
import { createTimeline, type Timeline } from '../../../src/measuring/createTimeline.js'

/** A reflector on an address, which tells when uploads arrived: of each measurement for itself. */
export async function startReflectorAt(host: string) {
  const reflect = createReflector()
  const timelines = new Map<string, Timeline>()
  const app = new Hono()
  app.all('/:id/reflect/*', async (c) => {
    const arrived = timelines.get(c.req.param('id'))
    if (!arrived) return c.notFound()
    const { address = '' } = getConnInfo(c).remote
    const meter = {
      send: () => true,
      receive: () => true,
      verified: (bytes: number) => arrived.add(bytes),
    }
    const url = new URL(c.req.url)
    url.pathname = url.pathname.replace(/^\/[^/]+/, '')
    const request = new Request(url, c.req.raw)
    return (await reflect(request, { address, meter })) ?? c.notFound()
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    /** What `measureThroughput` needs to know, for one measurement. */
    open(at = `${host}:${port}`) {
      const id = crypto.randomUUID()
      const arrived = createTimeline()
      timelines.set(id, arrived)
      return { url: `http://${at}/${id}/reflect/`, arrived: { read: arrived.read } }
    },
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
    },
  }
}
