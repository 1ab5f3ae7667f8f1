import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A TCP relay whose other end can be changed, or taken away. */
export async function openGate(port?: number) {
  let target = port
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    if (target === undefined) return client.resetAndDestroy()
    const machine = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [client, machine],
      [machine, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {})
      from.once('close', () => {
        sockets.delete(from)
        to.destroySoon()
      })
      from.pipe(to)
    }
    return undefined
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const end = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    /** From now on it leads there, or nowhere; whoever is in it is thrown out. */
    lead(to?: number) {
      target = to
      end()
    },
    close() {
      end()
      server.close()
    },
  }
}
