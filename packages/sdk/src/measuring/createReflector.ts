import type { Hex } from 'viem'
import { answerReflection } from './answerReflection.js'
import { readBody } from './readBody.js'

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
    const url = new URL(request.url)
    const body = () => readBody(request.body)
    const reflection = await answerReflection({ method: request.method, url, body }, info)
    if (!reflection) return undefined
    const { content, headers, status } = reflection
    return new Response(typeof content === 'string' ? content : toStream(content), {
      headers,
      status,
    })
  }
}

function toStream(content: Iterator<Uint8Array | Promise<Uint8Array>>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = content.next()
      if (done) controller.close()
      else controller.enqueue(await value)
    },
  })
}
