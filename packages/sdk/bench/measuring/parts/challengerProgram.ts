// A challenger in a process of its own: client and reflector, with a gateway of the SOCKS driver in another process between
// them. Says when it is ready; then, for each line of input, how many seconds of the processor it took to measure, and
// how many bytes it verified, as JSON. Argument: how many bytes to measure with in each direction.
import { createInterface } from 'node:readline'
import { measureThroughput } from '../../../src/measuring/measureThroughput.js'
import { startGatewayProgram } from './startGatewayProgram.js'
import { startReflectorAt } from './startReflectorAt.js'

const [bytes] = process.argv.slice(2)
const { reflector } = await startReflectorAt('127.0.0.1')
const gateway = await startGatewayProgram('127.0.0.1')
const session = await gateway.connect()

async function measure(bytes: number) {
  const before = process.cpuUsage()
  const { down, up } = await measureThroughput(session, { reflector, bytes, seconds: 120 })
  const { system, user } = process.cpuUsage(before)
  return { seconds: (system + user) / 1e6, bytes: down.bytes + up.bytes }
}

// Compiles what runs often.
await measure(64 * 1024 ** 2)
process.stdout.write('{}\n')
for await (const _ of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await measure(Number(bytes)))}\n`)
gateway.close()
process.exit()
