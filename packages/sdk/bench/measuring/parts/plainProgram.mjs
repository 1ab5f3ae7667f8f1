// The other end of plain TCP: a server that sends zeros to whoever says "d", and counts in tenths of a second what
// arrives from whoever says "u". Says its port; then, for each line of input, what has arrived since the last, as JSON.
// Argument: the address to listen on.
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { sendZeros } from './sendZeros.mjs'

const [host] = process.argv.slice(2)
let bins = []
let first
const count = (bytes) => {
  const bin = Math.floor(performance.now() / 100)
  first ??= bin
  while (bins.length <= bin - first) bins.push(0)
  bins[bin - first] += bytes
}
const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.once('data', (chunk) => {
    if (chunk[0] === 0x64) sendZeros(socket)
    else socket.on('data', (more) => count(more.length))
  })
})
server.listen(0, host, () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`)
})
const lines = createInterface({ input: process.stdin })
lines.on('line', () => {
  process.stdout.write(`${JSON.stringify(bins)}\n`)
  bins = []
  first = undefined
})
lines.once('close', () => process.exit())
