import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generatePrivateKey } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeystream } from './createKeystream.js'
import { createNodeReflector } from './createNodeReflector.js'
import { createNonce } from './createNonce.js'
import { createTagger } from './createTagger.js'

const key = generatePrivateKey()
const nonce = createNonce()
const tag = await createTagger(key)
const keystreamOf = async (direction: string) => createKeystream(await tag(direction, nonce))
const reflect = createNodeReflector()
const left: unknown[] = []
const server = createServer(async (request, response) => {
  try {
    const isMine = await reflect(request, response, { address: '192.0.2.1', key })
    if (!isMine) response.writeHead(404).end()
  } catch (error) {
    left.push(error)
  }
})
let url: string
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('it says which address it was told, and answers a nonce', async () => {
  const told = await (await fetch(`${url}/reflect/address?nonce=${nonce}`)).json()
  const address = '192.0.2.1'
  expect(told).toEqual({ address, tag: await tag('address', nonce, address) })
  const echo = await (await fetch(`${url}/reflect/echo?nonce=${nonce}`)).text()
  expect(echo).toBe(await tag('echo', nonce))
})

test.each([1, 65_536, 5_000_001])('it sends %i bytes of the keystream', async (bytes) => {
  const response = await fetch(`${url}/reflect/download?bytes=${bytes}&nonce=${nonce}`)
  const body = new Uint8Array(await response.arrayBuffer())
  expect(body.length).toBe(bytes)
  const keystream = await keystreamOf('download')
  const tail = Math.max(0, bytes - 100)
  expect(body.slice(tail)).toEqual(new Uint8Array(await keystream.read(tail, bytes - tail)))
})

test('it counts what arrives, and refuses one wrong byte although more would come', async () => {
  const keystream = await keystreamOf('upload')
  const body = new Uint8Array(await keystream.read(5, 1_000))
  const path = `${url}/reflect/upload?nonce=${nonce}&offset=5`
  const answer = (await (await fetch(path, { method: 'POST', body })).json()) as object
  expect(answer).toMatchObject({ bytes: 1_000, bins: [1_000] })
  body[999] = (body[999] ?? 0) ^ 1
  const upload = send(path, { method: 'POST', headers: { 'content-length': '1000000' } })
  upload.write(body)
  const [response] = await once(upload, 'response')
  expect([response.statusCode, response.headers.connection]).toEqual([422, 'close'])
  upload.destroy()
})

test('an asker that goes away in the middle of a body is told of to the server', async () => {
  const path = `${url}/reflect/upload?nonce=${nonce}`
  const upload = send(path, { method: 'POST', headers: { 'content-length': '1000000' } })
  upload.on('error', () => {})
  const arrived = once(server, 'request')
  upload.write(new Uint8Array(await (await keystreamOf('upload')).read(0, 1_000)))
  await arrived
  upload.destroy()
  await expect.poll(() => left).toHaveLength(1)
})

test('one that goes away in the middle of a download ends it', async () => {
  const download = send(`${url}/reflect/download?bytes=60000000&nonce=${nonce}`)
  download.on('error', () => {})
  const answered = once(server, 'request')
  download.end()
  const [, response] = await answered
  await once(download, 'response')
  const closed = once(response, 'close')
  download.destroy()
  await closed
  expect(left).toHaveLength(1)
})

test('what is not its own it does not answer', async () => {
  expect((await fetch(`${url}/other`)).status).toBe(404)
  expect((await fetch(`${url}/reflect/echo?nonce=1`)).status).toBe(400)
  expect((await fetch(`${url}/reflect/upload?nonce=${nonce}`)).status).toBe(405)
})
