// Plain TCP in a process of its own, source and sink, with a relay in another process between them: moves zeros that nobody
// looks at, over four connections, first to one side and then to the other. Says when it is ready; then, for each line of
// input, how many seconds of the processor that took, and how many bytes came, as JSON. Arguments: how many bytes to move
// in each direction, and this program's port as the relay knows it, which reads it from the first line of input.
import { connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'

const [bytes] = process.argv.slice(2)
const streams = 4
const block = Buffer.alloc(64 * 1024)
let onServed = () => {}
const server = createServer((socket) => onServed(socket))
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`)
})

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

/** One connection, through the relay, in one of the two directions. */
async function move(port, way, most) {
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  // The relay connects as soon as it is connected to.
  const served = await new Promise((resolve) => {
    onServed = resolve
  })
  const [source, sink] = way === 'down' ? [served, client] : [client, served]
  return {
    start: () => send(source, most),
    received: receive(sink).finally(() => {
      client.destroy()
      served.destroy()
    }),
  }
}

async function measure(port, most) {
  const before = process.cpuUsage()
  let sum = 0
  for (const way of ['down', 'up']) {
    const flows = []
    while (flows.length < streams) flows.push(await move(port, way, most / streams))
    for (const { start } of flows) start()
    for (const { received } of flows) sum += await received
  }
  const { system, user } = process.cpuUsage(before)
  return { seconds: (system + user) / 1e6, bytes: sum }
}

let port
for await (const line of createInterface({ input: process.stdin })) {
  const isFirst = port === undefined
  port ??= Number(line)
  // The first time compiles what runs often.
  const result = await measure(port, isFirst ? 64 * 1024 ** 2 : Number(bytes))
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
process.exit()
