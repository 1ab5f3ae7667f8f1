import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'

/**
 * What plain TCP carries from this side of a line to the other: the median of seconds after a ramp, of
 * zeros that nobody looks at. The other side is a sink in a process of its own.
 */
export async function measurePlainSink(
  { host, port }: { host: string; port: number },
  { seconds }: { seconds: number },
): Promise<number> {
  const socket = connect(port, host)
  await once(socket, 'connect')
  const block = Buffer.alloc(256 * 1024)
  const end = performance.now() + seconds * 1_000
  let sent = 0
  while (performance.now() < end) {
    sent += block.length
    if (!socket.write(block)) await once(socket, 'drain')
  }
  socket.destroy()
  return (sent * 8) / 1e6 / seconds
}

/** A sink that counts, here. */
export async function startSink(host: string) {
  let bytes = 0
  const server = createServer((socket) => {
    socket.on('data', (chunk) => {
      bytes += chunk.length
    })
    socket.on('error', () => {})
  })
  server.listen(0, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    read: () => bytes,
    close: () => server.close(),
  }
}
