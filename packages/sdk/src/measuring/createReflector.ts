import { createKeystream, maximumRead } from './createKeystream.js'
import { createTimeline } from './createTimeline.js'
import { createVerifier } from './createVerifier.js'
import { maximumBytes, noncePattern, seedPattern } from './limits.js'

/** What the server knows about a request that the request does not say. */
export type ReflectorInfo = {
  /** The IP address that the connection came from. */
  address: string
  /** Counts body bytes, and says when there were enough. */
  meter?: ReflectorMeter | undefined
}

/** Who counts what a reflector moves for one asker. */
export type ReflectorMeter = {
  /**
   * So many bytes are about to be sent. `false` ends the body early; the connection is for the
   * server to end then.
   */
  send(bytes: number): boolean
  /** So many bytes arrived. `false` refuses the rest with HTTP 413. */
  receive(bytes: number): boolean
  /** So many of the bytes that arrived were right. */
  verified(bytes: number): void
}

const noStore = { 'cache-control': 'no-store, no-transform' }

/**
 * The other end of measurements: a handler for the standard `Request` and `Response`, to be put
 * into any HTTP server. It keeps nothing.
 *
 * - `GET /reflect/address`: the address that the request came from, as JSON `{ address }`.
 * - `GET /reflect/echo?nonce=<hex>`: the nonce, as text.
 * - `GET /reflect/download?bytes=<n>&seed=<hex>`: the first n bytes of the seed's keystream.
 * - `POST /reflect/upload?seed=<hex>&offset=<n>`: takes keystream bytes and says how many were
 *   right and when they arrived, as JSON `{ bytes, first, bins }`: bytes in each tenth of a second
 *   from the one with number `first` on. One wrong byte is HTTP 422.
 *
 * Each moves at most 64 MiB. Who may ask, and how often, is for the server to decide. Over plain
 * HTTP a gateway can read the seed and make everything up; use HTTPS where that matters.
 *
 * @returns A handler that resolves to `undefined` for paths that are none of these.
 *
 * @example
 * ```ts
 * import { getConnInfo } from '@hono/node-server/conninfo'
 *
 * const reflect = createReflector()
 * app.all('/reflect/*', async (c) => {
 *   const { address = '' } = getConnInfo(c).remote
 *   return (await reflect(c.req.raw, { address })) ?? c.notFound()
 * })
 * ```
 */
export function createReflector(): (
  request: Request,
  info: ReflectorInfo,
) => Promise<Response | undefined> {
  return async (request, info) => {
    const { pathname, searchParams } = new URL(request.url)
    const route = routes[pathname]
    if (!route) return undefined
    if (request.method !== route.method) return refuse(405, { allow: route.method })
    return route.answer(searchParams, request, info)
  }
}

type Route = {
  method: 'GET' | 'POST'
  answer: (query: URLSearchParams, request: Request, info: ReflectorInfo) => Promise<Response>
}

const routes: Record<string, Route> = {
  '/reflect/address': {
    method: 'GET',
    answer: async (_query, _request, { address }) =>
      Response.json({ address }, { headers: noStore }),
  },
  '/reflect/echo': { method: 'GET', answer: echo },
  '/reflect/download': { method: 'GET', answer: download },
  '/reflect/upload': { method: 'POST', answer: upload },
}

async function echo(query: URLSearchParams): Promise<Response> {
  const nonce = query.get('nonce') ?? ''
  if (!noncePattern.test(nonce)) return refuse(400)
  return new Response(nonce, { headers: { ...noStore, 'content-type': 'text/plain' } })
}

async function download(
  query: URLSearchParams,
  _request: Request,
  { meter }: ReflectorInfo,
): Promise<Response> {
  const bytes = parseCount(query.get('bytes'))
  const seed = query.get('seed') ?? ''
  if (bytes === undefined || bytes > maximumBytes || !seedPattern.test(seed)) return refuse(400)
  const keystream = await createKeystream(seed)
  let sent = 0
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const length = Math.min(maximumRead, bytes - sent)
      if (meter && !meter.send(length)) return controller.close()
      if (length > 0) controller.enqueue(await keystream.read(sent, length))
      sent += length
      if (sent === bytes) controller.close()
    },
  })
  const headers = {
    ...noStore,
    'content-type': 'application/octet-stream',
    'content-length': String(bytes),
  }
  return new Response(body, { headers })
}

async function upload(
  query: URLSearchParams,
  request: Request,
  { meter }: ReflectorInfo,
): Promise<Response> {
  const offset = parseCount(query.get('offset') ?? '0')
  const seed = query.get('seed') ?? ''
  if (offset === undefined || !seedPattern.test(seed)) return refuse(400)
  const reader = request.body?.getReader()
  const verifier = await createVerifier(seed, offset, maximumBytes)
  const timeline = createTimeline()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    const isCovered = meter?.receive(value.length) ?? true
    if (isCovered && (await verifier.verify(value))) {
      timeline.add(value.length)
      meter?.verified(value.length)
      continue
    }
    await reader.cancel()
    const isTooLong = !isCovered || verifier.verified + value.length > maximumBytes
    return refuse(isTooLong ? 413 : 422)
  }
  return Response.json({ bytes: verifier.verified, ...timeline.read() }, { headers: noStore })
}

function parseCount(text: string | null): number | undefined {
  if (text === null || !/^\d{1,15}$/.test(text)) return undefined
  return Number(text)
}

const titles = {
  400: 'The query is not understood.',
  405: 'The method is not allowed.',
  413: 'The body is too long.',
  422: 'The body is not the keystream.',
}

/** RFC 9457 problem details. */
function refuse(status: keyof typeof titles, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ title: titles[status], status }), {
    status,
    headers: { ...noStore, ...headers, 'content-type': 'application/problem+json' },
  })
}
