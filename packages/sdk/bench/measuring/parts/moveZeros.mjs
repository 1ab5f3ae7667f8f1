import { once } from 'node:events'
import { createServer } from 'node:net'

const streams = 4
const block = Buffer.alloc(64 * 1024)

/**
 * Moves zeros that nobody looks at between both ends of four connections, first to one side and then to the other. Both
 * ends are in this process.
 */
export async function listenForZeros() {
  let onServed = (/** @type {import('node:net').Socket} */ _socket) => {}
  const server = createServer({ allowHalfOpen: true }, (socket) => onServed(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())

  /**
   * @param {() => Promise<import('node:stream').Duplex>} open connects to the port, by whatever way
   * @param {'down' | 'up'} way
   * @param {number} most
   */
  async function move(open, way, most) {
    /** @type {Promise<import('node:net').Socket>} */
    const serving = new Promise((resolve) => {
      onServed = resolve
    })
    const [client, served] = await Promise.all([open(), serving])
    const [source, sink] = way === 'down' ? [served, client] : [client, served]
    const received = receive(sink).finally(() => {
      client.destroy()
      served.destroy()
    })
    return { start: () => send(source, most), received }
  }

  return {
    port: address.port,
    /**
     * @param {() => Promise<import('node:stream').Duplex>} open
     * @param {number} bytes in each direction
     * @returns seconds of the processor, and bytes that came
     */
    async move(open, bytes) {
      const before = process.cpuUsage()
      let sum = 0
      for (const way of /** @type {const} */ (['down', 'up'])) {
        const flows = []
        while (flows.length < streams) flows.push(await move(open, way, bytes / streams))
        for (const { start } of flows) start()
        for (const { received } of flows) sum += await received
      }
      const { system, user } = process.cpuUsage(before)
      return { seconds: (system + user) / 1e6, bytes: sum }
    },
  }
}

/** @param {import('node:stream').Duplex} socket @param {number} most */
function send(socket, most) {
  let left = most
  const write = () => {
    while (left > 0) {
      const piece = block.subarray(0, Math.min(left, block.length))
      left -= piece.length
      if (!socket.write(piece)) return
    }
    socket.end()
  }
  socket.on('drain', write)
  write()
}

/** @param {import('node:stream').Duplex} socket @returns {Promise<number>} */
function receive(socket) {
  return new Promise((resolve, reject) => {
    let count = 0
    socket.on('data', ({ length }) => {
      count += length
    })
    socket.once('end', () => resolve(count))
    socket.once('error', reject)
  })
}
