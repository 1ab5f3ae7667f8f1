import type { Duplex } from 'node:stream'
import { Agent } from 'undici'
import type { EndReason, FetchSession } from '../../../driver.js'
import { SessionClosedError } from '../../../errors/SessionClosedError.js'
import { TunnelError } from '../../../errors/TunnelError.js'
import type { Dial } from './createSession.js'
import { secureOrigin } from './secureOrigin.js'

export type TunnelFetch = { fetch: FetchSession['fetch']; close(error: Error): void }

/** Node's own `fetch`, dialling through the session. */
export function createFetch(dial: Dial, ended: () => EndReason | undefined): TunnelFetch {
  const dispatcher = new Agent({
    connect(options, callback) {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      const isTls = options.protocol === 'https:'
      const port = Number(options.port || (isTls ? 443 : 80))
      dial({ host, port })
        .then((socket): Duplex | Promise<Duplex> =>
          isTls
            ? secureOrigin(socket, host, {
                ...(options.servername ? { servername: options.servername } : {}),
                ALPNProtocols: ['http/1.1'],
              })
            : socket,
        )
        // undici asks for a net.Socket, but uses what every Duplex has.
        .then(
          (socket) => callback(null, socket as never),
          (error) => callback(error, null),
        )
    },
  })
  return {
    async fetch(input, init) {
      const reason = ended()
      if (reason) throw new SessionClosedError(reason)
      try {
        return await globalThis.fetch(input, { ...init, dispatcher } as RequestInit)
      } catch (error) {
        if (init?.signal?.aborted) throw error
        throw findTunnelError(error) ?? toSessionError(error, ended())
      }
    },
    close: (error) => void dispatcher.destroy(error),
  }
}

function findTunnelError(error: unknown): TunnelError | undefined {
  let current = error
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    if (TunnelError.is(current)) return current
    current = current.cause
  }
  return undefined
}

function toSessionError(error: unknown, reason: EndReason | undefined): unknown {
  return reason ? new SessionClosedError(reason, { cause: error }) : error
}
