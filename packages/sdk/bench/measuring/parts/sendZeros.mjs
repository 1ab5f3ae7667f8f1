const block = Buffer.alloc(64 * 1024)

/**
 * Sends zeros as fast as they are taken, until the socket is closed.
 * @param {import('node:net').Socket} socket
 * @param {(bytes: number) => void} [onBytes] told what leaves
 */
export function sendZeros(socket, onBytes = () => {}) {
  const send = () => {
    while (!socket.destroyed) {
      onBytes(block.length)
      if (!socket.write(block)) break
    }
  }
  socket.on('drain', send)
  send()
}
