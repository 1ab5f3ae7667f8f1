// Plain TCP in a process of its own, source and sink, with a relay in another process between them. Says its port; then, for
// each line of input, how many seconds of the processor it took to move so many bytes in each direction, and how many
// came, as JSON. The first line of input is the port at which the relay is.
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { listenForZeros } from './moveZeros.mjs'

const zeros = await listenForZeros()
process.stdout.write(`${JSON.stringify({ port: zeros.port })}\n`)
let relay
for await (const line of createInterface({ input: process.stdin })) {
  const isFirst = relay === undefined
  relay ??= Number(line)
  const open = async () => {
    const client = connect({ port: relay, host: '127.0.0.1', allowHalfOpen: true })
    await once(client, 'connect')
    return client
  }
  // The first time compiles what runs often.
  const result = await zeros.move(open, isFirst ? 64 * 1024 ** 2 : Number(line))
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
process.exit()
