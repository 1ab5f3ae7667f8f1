import { once } from 'node:events'
import { Agent, createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MeasurementContentError, MeasurementFailedError } from '../errors/measuring.js'
import { startReflector } from '../internal/testing/startReflector.js'
import { createTagger } from './createTagger.js'
import { download } from './download.js'
import { upload } from './upload.js'

/** A session as drivers in Node.js have them, whose `fetch` must not be needed. */
const session = {
  fetch: () => Promise.reject(new Error('This is not the way.')),
  agent: () => new Agent({ keepAlive: true }),
}
const bytes = 3 * 1024 ** 2 + 5
const options = { bytes, seconds: 20, streams: 4 }

let reflector: Awaited<ReturnType<typeof startReflector>>
beforeAll(async () => {
  reflector = await startReflector()
})
afterAll(() => reflector.close())

async function at(url: string) {
  return { base: new URL(url), tag: await createTagger(reflector.key) }
}

test('what goes through agents is counted to the byte, in both directions', async () => {
  const there = await at(reflector.url)
  expect(await download(session, { ...options, reflector: there })).toMatchObject({ bytes })
  const { arrivals, bytes: sent } = await upload(session, { ...options, reflector: there })
  expect(sent).toBe(bytes)
  expect(arrivals.bins.reduce((sum, count) => sum + count, 0)).toBe(bytes)
})

async function measureAt(listener: RequestListener, direction: typeof download) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const there = await at(`http://127.0.0.1:${port}/reflect/`)
  const measured = direction(session, { ...options, reflector: there })
  return measured
    .catch((error: unknown) => error)
    .finally(() => {
      server.closeAllConnections()
      server.close()
    })
}

test.each<[string, RequestListener, new () => Error]>([
  ['zeros', (_, response) => response.end(Buffer.alloc(bytes)), MeasurementContentError],
  ['nothing', (_, response) => response.end(), MeasurementContentError],
  ['an error', (_, response) => response.writeHead(500).end(), MeasurementFailedError],
  [
    'a redirect',
    (_, response) => response.writeHead(302, { location: reflector.url }).end(),
    MeasurementFailedError,
  ],
  [
    'a hang-up in the middle',
    (_, response) => {
      response.writeHead(200, { 'content-length': bytes })
      response.flushHeaders()
      response.destroy()
    },
    MeasurementFailedError,
  ],
])('%s is no download', async (_, listener, expected) => {
  expect(await measureAt(listener, download)).toBeInstanceOf(expected)
})

test.each<[string, RequestListener, new () => Error]>([
  [
    'a refusal of the content',
    (_, response) => response.writeHead(422).end(),
    MeasurementContentError,
  ],
  ['an endless answer', (_, response) => response.end('x'.repeat(1e5)), MeasurementContentError],
  ['a hang-up', (_, response) => response.destroy(), MeasurementFailedError],
])('%s is no upload', async (_, listener, expected) => {
  expect(await measureAt(listener, upload)).toBeInstanceOf(expected)
})
