import type { AddressInfo } from 'node:net'
import { PassbandError } from '../../errors/base.js'
import { SbnRefusedError } from '../../errors/messaging.js'
import { importOptional } from '../../internal/importOptional.js'
import { createReflector } from '../../measuring/createReflector.js'
import { dispatch } from '../../messaging/dispatch.js'
import type { SbnApi } from '../../messaging/messenger.js'
import { toRefusal } from '../../messaging/refusal.js'
import { maximumMessage } from '../../messaging/routes.js'
import { stringify } from '../../protocol/stringify.js'
import type { CheckTickets } from '../checking/checkTickets.js'

/** A running HTTP server. */
export type HttpServer = { url: string; close(): Promise<void> }

/** Serves an SBN's API, once there is one, and its reflector over HTTP. */
export async function serveHttp(
  getApi: () => SbnApi | undefined,
  {
    host,
    port,
    tickets,
    onError,
  }: { host: string; port: number; tickets: CheckTickets; onError: (error: unknown) => void },
): Promise<HttpServer> {
  const { Hono } = await importOptional('hono', () => import('hono'))
  const { bodyLimit } = await importOptional('hono', () => import('hono/body-limit'))
  const { serve } = await importOptional('@hono/node-server', () => import('@hono/node-server'))
  const { getConnInfo } = await importOptional(
    '@hono/node-server',
    () => import('@hono/node-server/conninfo'),
  )
  const reflect = createReflector()
  const app = new Hono()
  app.get('/healthz', (c) => c.text('ok'))
  app.all('/checks/:ticket/reflect/*', async (c) => {
    const { remote } = getConnInfo(c)
    if (!tickets.isOpen(c.req.param('ticket'))) return c.notFound()
    const url = new URL(c.req.url)
    url.pathname = url.pathname.replace(/^\/checks\/[^/]*/, '')
    // A request cannot be copied while something else reads its body: nothing does before this.
    const request = new Request(url, c.req.raw)
    return (await reflect(request, { address: remote.address ?? '' })) ?? c.notFound()
  })
  app.post('/v1/*', bodyLimit({ maxSize: maximumMessage }), async (c) => {
    const body = await c.req.json().catch(() => undefined)
    try {
      const api = getApi()
      if (!api)
        throw new SbnRefusedError({ code: 'SBN_STARTING', title: 'It starts.', retryable: true })
      const answer = await dispatch(api, c.req.path, body, c.req.raw.signal)
      return c.body(stringify(answer), 200, { 'content-type': 'application/json' })
    } catch (error) {
      const expected = PassbandError.is(error)
      if (!expected) onError(error)
      return c.body(stringify(toRefusal(error)), expected ? 422 : 500, {
        'content-type': 'application/problem+json',
      })
    }
  })
  return new Promise((resolve, reject) => {
    // The platform's own Request and Response stay what they are.
    const options = { fetch: app.fetch, hostname: host, port, overrideGlobalObjects: false }
    const server = serve(options, (info: AddressInfo) => {
      server.off('error', reject)
      server.on('error', onError)
      const shown = info.family === 'IPv6' ? `[${info.address}]` : info.address
      resolve({
        url: `http://${shown}:${info.port}`,
        close: () =>
          new Promise<void>((done) => {
            server.close(() => done())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.once('error', reject)
  })
}
