import type { Socket } from 'node:net'

const drainBytes = 65_536
const drainTime = 2_000

/**
 * Sends the last answer and closes. What the client still sends is read for a moment and thrown
 * away: closing over unread bytes would reset the connection and the answer would be lost.
 */
export function refuse(socket: Socket, answer: Buffer | undefined): void {
  if (!answer) {
    socket.destroy()
    return
  }
  let left = drainBytes
  const timer = setTimeout(() => socket.destroy(), drainTime)
  socket.once('close', () => clearTimeout(timer))
  socket.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) socket.destroy()
  })
  socket.once('end', () => socket.destroySoon())
  socket.end(answer)
  socket.resume()
}
