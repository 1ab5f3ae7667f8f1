// A challenger in a process of its own: client and reflector, with a gateway of the SOCKS driver in another process between
// them. Says when it is ready; then, for each line of input, how many seconds of the processor it took to measure with so
// many bytes in each direction, and how many it verified, as JSON; `session` is the same for zeros that are moved through
// the session and that nobody looks at.
import { createInterface } from 'node:readline'
import type { SocksSession } from '@passband/tunnel/socks'
import { measureThroughput } from '../../../src/measuring/measureThroughput.js'
import { listenForZeros } from './moveZeros.mjs'
import { startGatewayProgram } from './startGatewayProgram.js'
import { startReflectorAt } from './startReflectorAt.js'

const { reflector } = await startReflectorAt('127.0.0.1')
const zeros = await listenForZeros()
const gateway = await startGatewayProgram('127.0.0.1')
const session = (await gateway.connect()) as SocksSession

async function measure(bytes: number) {
  const before = process.cpuUsage()
  const { down, up } = await measureThroughput(session, { reflector, bytes, seconds: 120 })
  const { system, user } = process.cpuUsage(before)
  const open = () => session.dial({ host: '127.0.0.1', port: zeros.port })
  return {
    seconds: (system + user) / 1e6,
    bytes: down.bytes + up.bytes,
    session: await zeros.move(open, bytes),
  }
}

// Compiles what runs often.
await measure(64 * 1024 ** 2)
process.stdout.write('{}\n')
for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await measure(Number(line)))}\n`)
gateway.close()
process.exit()
