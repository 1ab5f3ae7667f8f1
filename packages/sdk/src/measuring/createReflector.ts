import type { Hex } from 'viem'
import { createKeystream, maximumRead } from './createKeystream.js'
import { createTagger, type Tagger } from './createTagger.js'
import { createTimeline } from './createTimeline.js'
import { createVerifier } from './createVerifier.js'
import { maximumBytes, noncePattern } from './limits.js'

/** What the server knows about a request that the request does not say. */
export type ReflectorInfo = {
  /** The IP address that the connection came from. */
  address: string
  /** 32 bytes that who asks has to know, too: a secret of its own for each asker. */
  key: Hex
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
 * Each request brings a nonce. What it is answered depends on a tag, the HMAC of the nonce with the key,
 * that only the asker can make or check, so that a gateway between both, which may read plain HTTP, can
 * neither make answers up nor keep them for another time.
 *
 * - `GET /reflect/address?nonce=<hex>`: the address that the request came from, as JSON
 *   `{ address, tag }`.
 * - `GET /reflect/echo?nonce=<hex>`: the nonce's tag, as text.
 * - `GET /reflect/download?bytes=<n>&nonce=<hex>`: the first n bytes of the keystream of the nonce's tag.
 * - `POST /reflect/upload?nonce=<hex>&offset=<n>`: takes bytes of such a keystream and says how many were
 *   right and when they arrived, as JSON `{ bytes, first, bins, tag }`: bytes in each tenth of a second
 *   from the one with number `first` on. One wrong byte is HTTP 422.
 *
 * Each moves at most 64 MiB. Who may ask, and how often, is for the server to decide.
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
 *   return (await reflect(c.req.raw, { address, key })) ?? c.notFound()
 * })
 * ```
 *
 * @see https://www.rfc-editor.org/rfc/rfc2104
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
    const nonce = searchParams.get('nonce') ?? ''
    if (!noncePattern.test(nonce)) return refuse(400)
    const tag = await createTagger(info.key)
    return route.answer({ nonce, query: searchParams, request, tag, ...info })
  }
}

type Question = Omit<ReflectorInfo, 'key'> & {
  nonce: string
  query: URLSearchParams
  request: Request
  tag: Tagger
}

type Route = {
  method: 'GET' | 'POST'
  answer: (question: Question) => Promise<Response>
}

const routes: Record<string, Route> = {
  '/reflect/address': { method: 'GET', answer: tellAddress },
  '/reflect/echo': { method: 'GET', answer: echo },
  '/reflect/download': { method: 'GET', answer: download },
  '/reflect/upload': { method: 'POST', answer: upload },
}

async function tellAddress({ address, nonce, tag }: Question): Promise<Response> {
  const body = { address, tag: await tag('address', nonce, address) }
  return Response.json(body, { headers: noStore })
}

async function echo({ nonce, tag }: Question): Promise<Response> {
  const headers = { ...noStore, 'content-type': 'text/plain' }
  return new Response(await tag('echo', nonce), { headers })
}

async function download({ meter, nonce, query, tag }: Question): Promise<Response> {
  const bytes = parseCount(query.get('bytes'))
  if (bytes === undefined || bytes > maximumBytes) return refuse(400)
  const keystream = await createKeystream(await tag('download', nonce))
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

async function upload({ meter, nonce, query, request, tag }: Question): Promise<Response> {
  const offset = parseCount(query.get('offset') ?? '0')
  if (offset === undefined) return refuse(400)
  const reader = request.body?.getReader()
  const verifier = await createVerifier(await tag('upload', nonce), offset, maximumBytes)
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
  const { bins, first } = timeline.read()
  const bytes = verifier.verified
  const signed = await tag('uploaded', nonce, offset, bytes, first, ...bins)
  return Response.json({ bytes, first, bins, tag: signed }, { headers: noStore })
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
