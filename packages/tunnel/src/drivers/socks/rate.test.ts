import { afterEach, expect, test } from 'vitest'
import { listenEcho } from './testing/listenEcho.js'
import { type Gateway, startGateway } from './testing/startGateway.js'

let gateway: Gateway
afterEach(() => gateway.close())

/** Mbit/s that arrive in a window after the first half second. */
async function measure(start: (count: (bytes: number) => void) => Promise<void>): Promise<number> {
  let bytes = 0
  await start((more) => {
    bytes += more
  })
  await new Promise((done) => setTimeout(done, 500))
  const [from, before] = [performance.now(), bytes]
  await new Promise((done) => setTimeout(done, 2000))
  return ((bytes - before) * 8) / (performance.now() - from) / 1000
}

const block = Buffer.alloc(65_536)

test.each([
  [10, 1],
  [10, 8],
  [100, 8],
])('downloads at %s Mbit/s over %s connections keep within 1 %', async (mbps, flows) => {
  gateway = await startGateway({}, { grant: { mbps } })
  const source = await listenEcho((socket) => {
    const pump = () => {
      while (socket.write(block)) {}
    }
    socket.on('drain', pump)
    pump()
  })
  const session = await gateway.connect()
  const rate = await measure(async (count) => {
    for (let flow = 0; flow < flows; flow++) {
      const stream = await session.dial({ host: '127.0.0.1', port: source.port })
      stream.on('error', () => {})
      stream.on('data', (chunk: Buffer) => count(chunk.length))
    }
  })
  await session.close()
  await source.close()
  expect(Math.abs(rate / mbps - 1)).toBeLessThan(0.01)
})

test('uploads at 20 Mbit/s keep within 1 %', async () => {
  gateway = await startGateway({}, { grant: { mbps: 20 } })
  let count: (bytes: number) => void = () => {}
  const sink = await listenEcho((socket) => socket.on('data', (chunk) => count(chunk.length)))
  const session = await gateway.connect()
  const rate = await measure(async (counter) => {
    count = counter
    const stream = await session.dial({ host: '127.0.0.1', port: sink.port })
    stream.on('error', () => {})
    const pump = () => {
      while (!stream.destroyed && stream.write(block)) {}
    }
    stream.on('drain', pump)
    pump()
  })
  await session.close()
  await sink.close()
  expect(Math.abs(rate / 20 - 1)).toBeLessThan(0.01)
})
