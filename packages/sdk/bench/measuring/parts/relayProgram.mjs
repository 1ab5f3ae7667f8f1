// A TCP relay that holds back what goes through it, in each direction for half of a round trip, by a random time more or
// less; in order. Says its port, and serves until its input ends. Arguments: where it leads to (host, port), the round
// trip and how much it varies, both in milliseconds.
import { connect, createServer } from 'node:net'
import { pipeline } from 'node:stream'

const [host, port, roundTrip, jitter] = process.argv.slice(2)
const highWater = 4 * 1024 * 1024

function pass(from, to) {
  let last = 0
  let waiting = 0
  from.on('data', (chunk) => {
    const now = performance.now()
    const delay = Number(roundTrip) / 2 + (Math.random() - 0.5) * Number(jitter)
    last = Math.max(last, now + delay)
    waiting += chunk.length
    if (waiting >= highWater) from.pause()
    setTimeout(() => {
      waiting -= chunk.length
      if (waiting < highWater) from.resume()
      if (!to.write(chunk)) {
        from.pause()
        to.once('drain', () => from.resume())
      }
    }, last - now)
  })
  from.on('error', () => to.destroy())
  from.once('close', () =>
    setTimeout(() => to.destroySoon(), Math.max(0, last - performance.now()) + 5),
  )
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
