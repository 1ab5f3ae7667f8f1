import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { createAuthority } from './createAuthority.js'

/** A request as the origin saw it. */
export type SeenRequest = {
  /** Address that it came from: the gateway's exit. */
  address: string
  method: string
  path: string
  /** Body bytes that came in and went out. */
  bytesIn: number
  bytesOut: number
}

/** A web server that programs on the network can fetch from, and that tells who came. */
export type Origin = {
  /** Name under which the network's gateways find it. */
  readonly host: string
  /** Plain HTTP, by address. */
  readonly url: string
  readonly httpPort: number
  readonly httpsPort: number
  /** PEM of the authority that its certificate is from. */
  readonly ca: string
  /** What it has answered, oldest first. */
  readonly requests: readonly SeenRequest[]
  close(): Promise<void>
}

/** Largest body that `/bytes/<n>` sends. */
const maximumBytes = 256 * 1024 * 1024

/**
 * Starts the origin on 127.0.0.1: `GET /` answers JSON with the address that it saw, `GET /bytes/<n>`
 * sends n bytes, and `POST` answers the length and SHA-256 of what came in.
 */
export async function startOrigin(host = 'example.com'): Promise<Origin> {
  const authority = await createAuthority(host)
  const requests: SeenRequest[] = []
  const listener: RequestListener = (request, response) => {
    const seen = {
      address: request.socket.remoteAddress ?? '',
      method: request.method ?? '',
      path: request.url ?? '',
      bytesIn: 0,
      bytesOut: 0,
    }
    const hash = createHash('sha256')
    request.on('data', (chunk: Buffer) => {
      seen.bytesIn += chunk.length
      hash.update(chunk)
    })
    request.on('error', () => response.destroy())
    request.on('end', () => {
      const size = /^\/bytes\/(\d{1,9})$/.exec(seen.path)?.[1]
      const body =
        size === undefined
          ? `${JSON.stringify({ ...seen, sha256: hash.digest('hex'), bytesOut: undefined })}\n`
          : Buffer.alloc(Math.min(Number(size), maximumBytes), 'passband ')
      seen.bytesOut = Buffer.byteLength(body)
      requests.push(seen)
      response.setHeader('content-type', size === undefined ? 'application/json' : 'text/plain')
      response.end(body)
    })
  }
  const http = createServer(listener)
  const https = createTlsServer(
    { cert: authority.certificate, key: authority.privateKey },
    listener,
  )
  const [httpPort, httpsPort] = await Promise.all([listen(http), listen(https)])
  return {
    host,
    url: `http://127.0.0.1:${httpPort}`,
    httpPort,
    httpsPort,
    ca: authority.ca,
    requests,
    async close() {
      await Promise.all(
        [http, https].map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve())
              server.closeAllConnections()
            }),
        ),
      )
    },
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
