import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'

/** Puts TLS to an origin on a tunnelled connection, with the usual certificate checks. */
export function secureOrigin(
  socket: Duplex,
  host: string,
  options: ConnectionOptions,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const servername = options.servername || (isIP(host) ? undefined : host)
    const secure = connect({ ...options, socket, host, ...(servername ? { servername } : {}) })
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    secure.once('error', fail)
    socket.once('error', fail)
    secure.once('secureConnect', () => {
      secure.off('error', fail)
      socket.off('error', fail)
      socket.on('error', (error) => secure.destroy(error))
      resolve(secure)
    })
  })
}
