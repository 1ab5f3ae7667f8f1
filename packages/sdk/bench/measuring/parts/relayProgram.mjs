// A TCP relay that holds back what goes through it, in each direction for half of a round trip, by a random time more or
// less; in order. Says its port, and serves until its input ends. Arguments: where it leads to (host, port), the round
// trip and how much it varies, both in milliseconds.
import { connect, createServer } from 'node:net'
import { pipeline } from 'node:stream'

const [host, port, roundTrip, jitter] = process.argv.slice(2)
const highWater = 4 * 1024 * 1024

function pass(from, to) {
  const queue = []
  let last = 0
  let waiting = 0
  let timer
  function send() {
    timer = undefined
    while (queue.length > 0 && queue[0].at <= performance.now()) {
      const { chunk } = queue.shift()
      waiting -= chunk.length
      if (to.write(chunk) || to.destroyed) continue
      to.once('drain', send)
      return
    }
    if (waiting < highWater) from.resume()
    const [next] = queue
    // The clock of timers may be late by a millisecond, never early: what is due goes in order.
    if (next) timer = setTimeout(send, Math.max(0, next.at - performance.now()))
    else if (from.closed) to.destroySoon()
  }
  from.on('data', (chunk) => {
    const delay = Number(roundTrip) / 2 + (Math.random() - 0.5) * Number(jitter)
    last = Math.max(last, performance.now() + delay)
    queue.push({ at: last, chunk })
    waiting += chunk.length
    if (waiting >= highWater) from.pause()
    if (!timer && to.writableNeedDrain !== true) timer = setTimeout(send, delay)
  })
  from.on('error', () => to.destroy())
  from.once('close', () => {
    if (queue.length === 0) to.destroySoon()
  })
}

const server = createServer({ noDelay: true }, (client) => {
  const machine = connect({ host, port: Number(port), noDelay: true })
  if (Number(roundTrip) > 0) {
    pass(client, machine)
    pass(machine, client)
  } else pipeline(client, machine, client, () => {})
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`)
})
process.stdin.resume().once('end', () => process.exit())
