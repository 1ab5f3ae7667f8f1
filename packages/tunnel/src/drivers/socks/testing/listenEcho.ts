import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A TCP server on loopback that gives every connection to `serve`; by default it echoes. */
export async function listenEcho(
  serve: (socket: Socket) => void = (socket) => socket.pipe(socket),
  host = '127.0.0.1',
) {
  const open = new Set<Socket>()
  let accepted = 0
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    accepted++
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return {
    port: (server.address() as AddressInfo).port,
    accepted: () => accepted,
    open,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
