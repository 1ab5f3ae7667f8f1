import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InvalidInputError } from '../errors/input.js'
import {
  MeasurementContentError,
  MeasurementFailedError,
  MeasurementTimeoutError,
} from '../errors/measuring.js'
import { startReflector } from '../internal/testing/startReflector.js'
import type { Fetcher } from './askReflector.js'
import { getExitAddress } from './getExitAddress.js'
import { getExitAddresses } from './getExitAddresses.js'
import { measureLatency } from './measureLatency.js'
import { measureThroughput } from './measureThroughput.js'

let reflector: Awaited<ReturnType<typeof startReflector>>
/** Answers with status 500, redirects from /redirect, and is silent below /silent. */
const broken = createServer((request, response) => {
  if (request.url?.startsWith('/silent')) return
  if (request.url?.startsWith('/redirect'))
    response.writeHead(302, { location: `${reflector.url}address` }).end()
  else response.writeHead(500).end()
})
let brokenUrl: string
beforeAll(async () => {
  reflector = await startReflector()
  broken.listen(0, '127.0.0.1')
  await once(broken, 'listening')
  brokenUrl = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`
})
afterAll(async () => {
  await reflector.close()
  broken.closeAllConnections()
  broken.close()
})

const session: Fetcher = { fetch: (input, init) => fetch(input, init) }
const megabyte = 1024 * 1024

/** A session whose gateway changes answers on the way. */
function altering(change: (response: Response, url: URL) => Promise<Response> | Response): Fetcher {
  return {
    fetch: async (input, init) => change(await fetch(input, init), new URL(String(input))),
  }
}

function mapBody(change: (bytes: Uint8Array, index: number) => Uint8Array) {
  let index = 0
  return new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => controller.enqueue(change(chunk, index++)),
  })
}

test('the exit address is the one that the reflector sees', async () => {
  expect(await getExitAddress(session, { reflector })).toBe('127.0.0.1')
})

test('an exit address that is none is not believed', async () => {
  for (const text of ['{"address":"example.org"}', '{}', 'no', 'x'.repeat(5_000)]) {
    const liar = altering(() => new Response(text))
    const asked = getExitAddress(liar, { reflector })
    await expect(asked).rejects.toThrow(MeasurementContentError)
  }
})

test('latency has as many samples as were asked for, and their median', async () => {
  const { samples, minMs, medianMs } = await measureLatency(session, {
    reflector,
    samples: 6,
  })
  const sorted = [...samples].sort((a, b) => a - b)
  expect(samples).toHaveLength(6)
  expect(minMs).toBe(sorted[0])
  expect(medianMs).toBe(((sorted[2] as number) + (sorted[3] as number)) / 2)
  expect(minMs).toBeGreaterThan(0)
})

test('a line with a delay shows it', async () => {
  const slow: Fetcher = {
    fetch: async (input, init) => {
      await new Promise((resolve) => setTimeout(resolve, 40))
      return fetch(input, init)
    },
  }
  const { minMs } = await measureLatency(slow, { reflector, samples: 3 })
  expect(minMs).toBeGreaterThanOrEqual(39)
})

test('an echo from a cache is found out', async () => {
  let cached: string | undefined
  const liar = altering(async (response) => {
    cached ??= await response.text()
    return new Response(cached)
  })
  const measured = measureLatency(liar, { reflector })
  await expect(measured).rejects.toThrow(MeasurementContentError)
})

test('throughput moves exactly what was asked for when there is time', async () => {
  const result = await measureThroughput(session, {
    reflector,
    bytes: 5 * megabyte + 3,
    seconds: 20,
  })
  for (const { bytes, mbps, perSecond } of [result.down, result.up]) {
    expect(bytes).toBe(5 * megabyte + 3)
    expect(mbps).toBeGreaterThan(1)
    // It was over before a second was.
    expect(perSecond).toEqual([])
  }
  expect(result.single).toBe(undefined)
})

test('round trips are measured meanwhile, and a single download beside it, if asked for', async () => {
  const options = { reflector, bytes: 40 * megabyte, seconds: 0.6, ramp: 0, single: true }
  const { down, single, up } = await measureThroughput(session, { ...options, latency: true })
  expect(single?.bytes).toBeLessThanOrEqual(10 * megabyte)
  expect(single?.mbps).toBeGreaterThan(1)
  for (const { latency } of [down, up])
    expect(latency).toMatchObject({
      ...{ medianMs: expect.any(Number), jitterMs: expect.any(Number), loss: expect.any(Number) },
    })
})

test('round trips that get lost are counted', async () => {
  let count = 0
  const lossy: Fetcher = {
    // The first one opens the connection.
    fetch: (input, init) => (count++ % 3 === 2 ? new Promise(() => {}) : fetch(input, init)),
  }
  const latency = await measureLatency(lossy, { reflector, samples: 6, seconds: 0.3 })
  expect(latency.loss).toBeCloseTo(1 / 3)
  expect(latency.samples).toHaveLength(4)
})

test('the upload is judged by when the reflector says that it arrived, and nobody else', async () => {
  const liar = altering(async (response, url) => {
    if (!url.pathname.endsWith('upload')) return response
    const answer = (await response.json()) as { bytes: number; first: number }
    return Response.json({ ...answer, first: answer.first - 1 })
  })
  const measured = measureThroughput(liar, { reflector, bytes: 70_000, seconds: 10 })
  await expect(measured).rejects.toThrow(MeasurementContentError)
})

test('several reflectors see one address, and one that does not answer is no other', async () => {
  const other = await startReflector()
  const silent = { url: `${brokenUrl}/silent/`, key: reflector.key }
  const reflectors = [reflector, other, silent]
  expect(await getExitAddresses(session, { reflectors, seconds: 0.3 })).toEqual({
    ...{ ipv4: ['127.0.0.1'], ipv6: [], unreached: 1 },
  })
  const impostor = { ...other, key: reflector.key }
  const asked = getExitAddresses(session, { reflectors: [reflector, impostor] })
  await expect(asked).rejects.toThrow(MeasurementContentError)
  await other.close()
  const none = getExitAddresses(session, { reflectors: [silent], seconds: 0.2 })
  await expect(none).rejects.toThrow(MeasurementTimeoutError)
})

test('a session that comes out at two places shows both', async () => {
  const other = await startReflector(() => '127.0.0.9')
  const reflectors = [reflector, other]
  const { ipv4 } = await getExitAddresses(session, { reflectors })
  expect(ipv4.sort()).toEqual(['127.0.0.1', '127.0.0.9'])
  await other.close()
})

test.each([
  ['bins that do not add up', { bins: [1] }],
  ['more bins than a request has', { bins: Array(1_001).fill(0) }],
  ['a negative bin', { bins: [-1, 1] }],
  ['no bins', { bins: undefined }],
])('an answer with %s is no answer', async (_, change) => {
  const liar = altering(async (response, url) => {
    if (!url.pathname.endsWith('upload')) return response
    return Response.json({ ...((await response.json()) as object), ...change })
  })
  const measured = measureThroughput(liar, { reflector, bytes: 70_000, seconds: 10 })
  await expect(measured).rejects.toThrow(MeasurementContentError)
})

test('a slow line gives its speed when the time is up', async () => {
  // 2 Mbit/s: a piece of 25,000 bytes each 100 ms.
  const slow = altering((response, url) => {
    if (!url.pathname.endsWith('download')) return response
    const pieces = response.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        async transform(chunk, controller) {
          for (let start = 0; start < chunk.length; start += 25_000) {
            await new Promise((resolve) => setTimeout(resolve, 100))
            controller.enqueue(chunk.subarray(start, start + 25_000))
          }
        },
      }),
    )
    return new Response(pieces)
  })
  const options = { reflector, bytes: 10 * megabyte, seconds: 1, ramp: 0.2, streams: 1 }
  const start = performance.now()
  const { down } = await measureThroughput(slow, options)
  expect(performance.now() - start).toBeLessThan(5_000)
  expect(down.perSecond).toHaveLength(1)
  expect(down.mbps).toBeGreaterThan(0.5)
  expect(down.mbps).toBeLessThan(2.5)
})

const flip = (chunk: Uint8Array, index: number) => {
  const copy = new Uint8Array(chunk)
  if (index === 2) copy[5] = (copy[5] ?? 0) ^ 1
  return copy
}
test.each<[string, (response: Response) => Response]>([
  ['one altered byte', ({ body }) => new Response(body?.pipeThrough(mapBody(flip)))],
  [
    'zeros',
    ({ body }) => new Response(body?.pipeThrough(mapBody(({ length }) => new Uint8Array(length)))),
  ],
  ['a body that is cut short', () => new Response(new Uint8Array())],
  [
    'a body that is too long',
    ({ body }) =>
      new Response(body?.pipeThrough(mapBody((chunk) => new Uint8Array([...chunk, 0])))),
  ],
])('%s is found out when downloading', async (_, change) => {
  const liar = altering(change)
  const measured = measureThroughput(liar, { reflector, bytes: megabyte, seconds: 10 })
  await expect(measured).rejects.toThrow(MeasurementContentError)
})

test.each<[string, (body: Uint8Array) => Uint8Array<ArrayBuffer>]>([
  ['an altered byte', (body) => new Uint8Array(body).fill((body[9] ?? 0) ^ 1, 9, 10)],
  ['a body that is cut short', (body) => new Uint8Array(body.subarray(1))],
  ['a missing end', (body) => new Uint8Array(body.subarray(0, -1))],
])('%s is found out when uploading', async (_, change) => {
  const liar: Fetcher = {
    fetch: (input, init) =>
      fetch(input, init?.body ? { ...init, body: change(init.body as Uint8Array) } : init),
  }
  const measured = measureThroughput(liar, { reflector, bytes: megabyte, seconds: 10 })
  await expect(measured).rejects.toThrow(MeasurementContentError)
})

const all = {
  getExitAddress: (session: Fetcher, url: string, signal?: AbortSignal) =>
    getExitAddress(session, { reflector: { ...reflector, url }, seconds: 0.2, signal }),
  measureLatency: (session: Fetcher, url: string, signal?: AbortSignal) =>
    measureLatency(session, { reflector: { ...reflector, url }, seconds: 0.2, signal }),
  measureThroughput: (session: Fetcher, url: string, signal?: AbortSignal) =>
    measureThroughput(session, {
      ...{ reflector: { ...reflector, url }, bytes: 1_000, seconds: 0.1, ramp: 0.1, signal },
    }),
}

test.each(Object.entries(all))('%s: a peer that says nothing is a timeout', async (_, measure) => {
  await expect(measure(session, `${brokenUrl}/silent/`)).rejects.toThrow(MeasurementTimeoutError)
  const deaf: Fetcher = { fetch: () => new Promise(() => {}) }
  await expect(measure(deaf, brokenUrl)).rejects.toThrow(MeasurementTimeoutError)
})

test.each(Object.entries(all))('%s: failures are typed and name no address', async (_, measure) => {
  const refused = await measure(session, `${brokenUrl}/error/`).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(MeasurementFailedError)
  expect((refused as MeasurementFailedError).status).toBe(500)

  // Port 1 is closed.
  const dead = await measure(session, 'http://127.0.0.1:1/').catch((error: unknown) => error)
  expect(dead).toBeInstanceOf(MeasurementFailedError)
  expect((dead as Error).message).not.toContain('127.0.0.1')

  await expect(measure(session, 'ftp://127.0.0.1/')).rejects.toThrow(InvalidInputError)
})

test.each(Object.entries(all))('%s: an abort gives its reason', async (_, measure) => {
  const early = AbortSignal.abort(new Error('too late'))
  await expect(measure(session, reflector.url, early)).rejects.toThrow('too late')
  const controller = new AbortController()
  const measured = measure(session, `${brokenUrl}/silent/`, controller.signal)
  controller.abort(new Error('changed my mind'))
  await expect(measured).rejects.toThrow('changed my mind')
})

test.each(['0x', '0x12', `0x${'g'.repeat(64)}`, 'secret'])('%s is no key', async (key) => {
  const asked = getExitAddress(session, { reflector: { ...reflector, key: key as Hex } })
  await expect(asked).rejects.toMatchObject({ field: 'reflector' })
})

test('a redirect is not followed', async () => {
  const asked = getExitAddress(session, {
    reflector: { ...reflector, url: `${brokenUrl}/redirect` },
  })
  await expect(asked).rejects.toThrow(MeasurementFailedError)
})

test.each([
  ['bytes', { bytes: 0, seconds: 1 }],
  ['bytes', { bytes: 1.5, seconds: 1 }],
  ['bytes', { bytes: 2 ** 41, seconds: 1 }],
  ['ramp', { bytes: 1, seconds: 1, ramp: -1 }],
  ['streams', { bytes: 1, seconds: 1, streams: 17 }],
  ['seconds', { bytes: 1, seconds: 0 }],
  ['seconds', { bytes: 1, seconds: Number.NaN }],
])('wrong %s are refused', async (field, options) => {
  const error = await measureThroughput(session, { reflector, ...options }).catch(
    (error: unknown) => error,
  )
  expect(error).toMatchObject({ name: 'InvalidInputError', field })
})
