import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCheckTickets } from '../checking/checkTickets.js'
import { type HttpServer, serveHttp } from './serveHttp.js'

let server: HttpServer
beforeAll(async () => {
  const onError = () => {}
  const options = { host: '127.0.0.1', port: 0, tickets: createCheckTickets(), onError }
  server = await serveHttp(() => undefined, options)
})
afterAll(() => server.close())

const origin = 'https://shop.example'

test('a browser is told that pages of any origin may post JSON, without credentials', async () => {
  const { headers, status } = await fetch(`${server.url}/v1/quotes`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  })
  expect(status).toBe(204)
  expect(headers.get('access-control-allow-origin')).toBe('*')
  expect(headers.get('access-control-allow-methods')).toBe('POST')
  expect(headers.get('access-control-allow-headers')).toBe('content-type')
  expect(headers.has('access-control-allow-credentials')).toBe(false)
})

test.each([
  ['refused', '{}', 422],
  ['too long', `"${'a'.repeat(300_000)}"`, 413],
])('a page gets to read the answer when its message is %s', async (_why, body, status) => {
  const answer = await fetch(`${server.url}/v1/info`, { method: 'POST', headers: { origin }, body })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
})

test('what a gateway is checked with is not for pages', async () => {
  const { headers } = await fetch(`${server.url}/healthz`, { headers: { origin } })
  expect(headers.has('access-control-allow-origin')).toBe(false)
})
