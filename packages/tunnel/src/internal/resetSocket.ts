import type { Socket } from 'node:net'

/** Breaks a TCP connection off with RST, so that the peer sees an error instead of an end. */
export function resetSocket(socket: Socket): void {
  if (socket.destroyed) return
  try {
    socket.resetAndDestroy()
  } catch {
    socket.destroy()
  }
}
