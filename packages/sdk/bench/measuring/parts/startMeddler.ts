import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Headers that are only of the connection that they came over. */
const ofTheWay = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding'])

/** An answer of the reflector as it went past. */
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }

/** A request that came through the gateway, and the way to where it was meant for. */
export type Meddling = {
  url: URL
  body: Buffer
  /** Asks the reflector the same, or with another body. */
  pass(body?: Buffer): Promise<Answer>
}

/**
 * What a gateway that lies has between its customers and the network: reads every request in the clear,
 * and answers what it likes.
 *
 * @param port Where the true reflector is, on 127.0.0.1.
 */
export async function startMeddler(
  port: number,
  meddle: (meddling: Meddling) => Promise<Answer | undefined>,
) {
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy())
  })

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://reflector')
    const body = await buffer(incoming)
    const pass: Meddling['pass'] = async (sent = body) => {
      const { method, url: path } = incoming
      const headers = { ...incoming.headers, 'content-length': String(sent.length) }
      const passed = request({ host: '127.0.0.1', port, method, path, headers })
      passed.end(method === 'POST' ? sent : undefined)
      const [reply] = (await once(passed, 'response')) as [IncomingMessage]
      return { status: reply.statusCode ?? 0, headers: reply.headers, body: await buffer(reply) }
    }
    const told = (await meddle({ url, body, pass })) ?? (await pass())
    for (const [name, value] of Object.entries(told.headers))
      if (value !== undefined && !ofTheWay.has(name)) response.setHeader(name, value)
    response.writeHead(told.status, { 'content-length': String(told.body.length) })
    response.end(told.body)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
