import { generatePrivateKey } from 'viem/accounts'
import { expect, test } from 'vitest'
import { createKeystream } from './createKeystream.js'
import { createNonce } from './createNonce.js'
import { createReflector } from './createReflector.js'
import { createTagger } from './createTagger.js'
import { maximumBytes } from './limits.js'

const reflect = createReflector()
const key = generatePrivateKey()
const nonce = createNonce()
const tag = await createTagger(key)
const keystreamOf = async (direction: string) => createKeystream(await tag(direction, nonce))
const ask = (path: string, init?: RequestInit & { duplex?: 'half' }) =>
  reflect(new Request(`https://sbn.example${path}`, init), { address: '2001:db8::1', key })

test('it says which address it sees', async () => {
  const address = '2001:db8::1'
  const response = await ask(`/reflect/address?nonce=${nonce}`)
  expect(await response?.json()).toEqual({ address, tag: await tag('address', nonce, address) })
  expect(response?.headers.get('cache-control')).toContain('no-store')
})

test('it answers a nonce as only who has its key can', async () => {
  const response = await ask(`/reflect/echo?nonce=${nonce}`)
  const text = await response?.text()
  expect(text).toBe(await tag('echo', nonce))
  const stranger = await createTagger(generatePrivateKey())
  expect(text).not.toBe(await stranger('echo', nonce))
})

test.each(['address', 'echo', 'download?bytes=5'])(
  '%s without a nonce is refused',
  async (path) => {
    const mark = path.includes('?') ? '&' : '?'
    for (const query of ['', 'nonce=', 'nonce=abc123', 'nonce=%3Cscript%3E', `nonce=${nonce}0`])
      expect((await ask(`/reflect/${path}${mark}${query}`))?.status).toBe(400)
  },
)

test.each([1, 65_536, 100_001])('it sends %i bytes of the keystream', async (bytes) => {
  const response = await ask(`/reflect/download?bytes=${bytes}&nonce=${nonce}`)
  const body = new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer())
  expect(body.length).toBe(bytes)
  expect(response?.headers.get('content-length')).toBe(String(bytes))
  const keystream = await keystreamOf('download')
  const tail = Math.max(0, bytes - 100)
  expect(body.slice(tail)).toEqual(await keystream.read(tail, bytes - tail))
})

test('it counts what arrives and finds one wrong byte', async () => {
  const keystream = await keystreamOf('upload')
  const body = await keystream.read(5, 1_000)
  const upload = (body: BodyInit | null) =>
    ask(`/reflect/upload?nonce=${nonce}&offset=5`, { method: 'POST', body })
  const first = Math.floor(performance.now() / 100)
  const answer = await (await upload(body))?.json()
  expect(answer).toEqual({
    ...{ bytes: 1_000, first: expect.any(Number), bins: [1_000] },
    tag: await tag('uploaded', nonce, 5, 1_000, answer.first, 1_000),
  })
  expect(answer.first - first).toBeGreaterThanOrEqual(0)
  expect(answer.first - first).toBeLessThan(100)
  expect(await (await upload(null))?.json()).toMatchObject({ bytes: 0, first: 0, bins: [] })
  body[999] = (body[999] ?? 0) ^ 1
  const refused = await upload(body)
  expect(refused?.status).toBe(422)
  expect(refused?.headers.get('content-type')).toBe('application/problem+json')
})

test('an upload without end is cut off at 64 MiB', async () => {
  const keystream = await keystreamOf('upload')
  let sent = 0
  const body = new ReadableStream({
    async pull(controller) {
      controller.enqueue(await keystream.read(sent, 65_536))
      sent += 65_536
    },
  })
  const path = `/reflect/upload?nonce=${nonce}`
  const response = await ask(path, { method: 'POST', body, duplex: 'half' })
  expect(response?.status).toBe(413)
  expect(sent).toBeLessThan(maximumBytes + 1_000_000)
})

test.each([
  `/reflect/download?nonce=${nonce}`,
  '/reflect/download?bytes=5',
  `/reflect/download?bytes=5&nonce=${nonce}0`,
  `/reflect/download?bytes=${maximumBytes + 1}&nonce=${nonce}`,
  `/reflect/download?bytes=-1&nonce=${nonce}`,
  `/reflect/download?bytes=1e3&nonce=${nonce}`,
])('GET %s is refused', async (path) => {
  expect((await ask(path))?.status).toBe(400)
})

test.each([
  '/reflect/upload',
  `/reflect/upload?nonce=${nonce}&offset=-1`,
  `/reflect/upload?nonce=${nonce.toUpperCase()}x`,
])('POST %s is refused', async (path) => {
  expect((await ask(path, { method: 'POST', body: 'x' }))?.status).toBe(400)
})

test('a wrong method names the right one', async () => {
  const response = await ask('/reflect/upload')
  expect([response?.status, response?.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await ask('/reflect/address', { method: 'POST' }))?.status).toBe(405)
})

test.each(['/', '/reflect', '/reflect/', '/reflect/other', '/reflect/address/'])(
  'the path %s is somebody else’s',
  async (path) => {
    expect(await ask(path)).toBeUndefined()
  },
)
