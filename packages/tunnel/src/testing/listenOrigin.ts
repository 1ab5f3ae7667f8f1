import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { answerCompliance } from './answerCompliance.js'

export type Origin = { url: string; port: number; close(): Promise<void> }

/** Serves {@link answerCompliance} over HTTP on loopback. */
export async function listenOrigin(host = '127.0.0.1'): Promise<Origin> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = request.method === 'POST' ? Readable.toWeb(request) : undefined
  const init = { method: request.method, body, duplex: 'half' } as unknown as RequestInit
  const { body: reply, status } = await answerCompliance(
    new Request(`http://origin${request.url}`, init),
  )
  response.writeHead(status)
  if (reply) await pipeline(Readable.fromWeb(reply as ReadableStream), response)
  else response.end()
}
