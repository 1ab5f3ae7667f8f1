import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ChallengerRefusedError } from '../../errors/challenger.js'
import { SbnRefusedError } from '../../errors/messaging.js'
import { importOptional } from '../../internal/importOptional.js'
import { dispatch } from '../../messaging/dispatch.js'
import type { SbnApi } from '../../messaging/messenger.js'
import { isAskersConcern, toRefusal } from '../../messaging/refusal.js'
import { maximumMessage } from '../../messaging/routes.js'
import { stringify } from '../../protocol/stringify.js'
import type { CheckTickets } from '../checking/checkTickets.js'
import { serveReflector } from './serveReflector.js'

/** A running HTTP server. */
export type HttpServer = { url: string; close(): Promise<void> }

/** Bytes for bytes, at one path. */
export type PostRoute = {
  path: string
  /** Most bytes that are taken. */
  most: number
  /** Throws `ChallengerRefusedError` with the status to answer. */
  answer(body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
}

/** Serves an SBN's API, once there is one, and its reflector over HTTP. */
export async function serveHttp(
  getApi: () => SbnApi | undefined,
  {
    hasApi = true,
    host,
    port,
    tickets,
    onError,
    post,
  }: {
    /** Whether more than the reflector is served. */
    hasApi?: boolean | undefined
    host: string
    port: number
    tickets: CheckTickets
    onError: (error: unknown) => void
    /** Something else that is answered. */
    post?: PostRoute | undefined
  },
): Promise<HttpServer> {
  const { Hono } = await importOptional('hono', () => import('hono'))
  const { bodyLimit } = await importOptional('hono', () => import('hono/body-limit'))
  const { cors } = await importOptional('hono', () => import('hono/cors'))
  const { getRequestListener } = await importOptional(
    '@hono/node-server',
    () => import('@hono/node-server'),
  )
  const reflect = serveReflector(tickets)
  const app = new Hono()
  app.get('/healthz', (c) => c.text('ok'))
  if (post)
    app.post(post.path, bodyLimit({ maxSize: post.most }), async (c) => {
      try {
        const body = new Uint8Array(await c.req.arrayBuffer())
        return c.body(await post.answer(body, c.req.raw.signal))
      } catch (error) {
        if (error instanceof ChallengerRefusedError)
          return new Response(null, { status: error.status })
        onError(error)
        return new Response(null, { status: 500 })
      }
    })
  if (!hasApi) app.all('/v1/*', (c) => c.notFound())
  // A page of any origin may ask: what is not public is signed for, and no cookie lets anybody in.
  app.use('/v1/*', cors({ allowMethods: ['POST'], allowHeaders: ['content-type'], maxAge: 7_200 }))
  app.post('/v1/*', bodyLimit({ maxSize: maximumMessage }), async (c) => {
    const body = await c.req.json().catch(() => undefined)
    try {
      const api = getApi()
      if (!api)
        throw new SbnRefusedError({ code: 'SBN_STARTING', title: 'It starts.', retryable: true })
      const answer = await dispatch(api, c.req.path, body, c.req.raw.signal)
      return c.body(stringify(answer), 200, { 'content-type': 'application/json' })
    } catch (error) {
      const expected = isAskersConcern(error)
      if (!expected) onError(error)
      return c.body(stringify(toRefusal(error)), expected ? 422 : 500, {
        'content-type': 'application/problem+json',
      })
    }
  })
  // The platform's own Request and Response stay what they are.
  const answer = getRequestListener(app.fetch, { hostname: host, overrideGlobalObjects: false })
  const server = createServer((incoming, outgoing) => {
    if (!reflect(incoming, outgoing)) void answer(incoming, outgoing)
  })
  return new Promise((resolve, reject) => {
    server.listen(port, host, () => {
      server.off('error', reject)
      server.on('error', onError)
      const { address, family, port } = server.address() as AddressInfo
      resolve({
        url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
        close: () =>
          new Promise<void>((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
    server.once('error', reject)
  })
}
