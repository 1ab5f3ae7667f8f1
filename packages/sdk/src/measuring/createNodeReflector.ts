import { answerReflection } from './answerReflection.js'
import type { ReflectorInfo } from './createReflector.js'

/** What is used of Node's `IncomingMessage`. */
export type NodeRequest = {
  method?: string | undefined
  url?: string | undefined
  iterator(options: { destroyOnReturn: boolean }): AsyncIterable<Uint8Array>
}
/** What is used of Node's `ServerResponse`. */
export type NodeResponse = {
  writeHead(status: number, headers: Record<string, string>): unknown
  write(bytes: Uint8Array): boolean
  end(text?: string): unknown
  once(event: 'drain' | 'close', listener: () => void): unknown
  off(event: 'drain' | 'close', listener: () => void): unknown
  readonly destroyed: boolean
}

/**
 * The same as {@link createReflector} for Node's own HTTP server, at a part of its expense.
 *
 * @returns A handler that resolves to `false`, without having answered, for paths that are none of a
 * reflector's; it rejects when the asker goes away in the middle of a body.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 *
 * const reflect = createNodeReflector()
 * createServer(async (request, response) => {
 *   const address = request.socket.remoteAddress ?? ''
 *   if (!(await reflect(request, response, { address, key }))) response.writeHead(404).end()
 * }).listen(8080)
 * ```
 */
export function createNodeReflector(): (
  request: NodeRequest,
  response: NodeResponse,
  info: ReflectorInfo,
) => Promise<boolean> {
  return async (request, response, info) => {
    const { method = 'GET' } = request
    const url = new URL(request.url ?? '/', 'http://reflector')
    let isBodyOpen = false
    async function* body() {
      isBodyOpen = true
      // An answer cannot be sent where the request was destroyed.
      yield* request.iterator({ destroyOnReturn: false })
      isBodyOpen = false
    }
    const reflection = await answerReflection({ body, method, url }, info)
    if (!reflection) return false
    const { content, headers, status } = reflection
    // What is left of a body that was refused is not waited for.
    response.writeHead(status, isBodyOpen ? { ...headers, connection: 'close' } : headers)
    if (typeof content === 'string') {
      response.end(content)
      return true
    }
    for (let next = content.next(); !next.done && !response.destroyed; next = content.next()) {
      const piece = 'then' in next.value ? await next.value : next.value
      if (!response.write(piece)) await untilDrained(response)
    }
    response.end()
    return true
  }
}

/** Until there is room, or nobody there. */
function untilDrained(response: NodeResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      response.off('drain', go)
      response.off('close', go)
      resolve()
    }
    response.once('drain', go)
    response.once('close', go)
  })
}
