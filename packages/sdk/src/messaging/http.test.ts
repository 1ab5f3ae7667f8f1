import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { http } from './http.js'

let server: Server | undefined
afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

/** A messenger to a server that answers in its own way. */
async function answering(listener: RequestListener) {
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const { port } = started.address() as AddressInfo
  return http(`http://127.0.0.1:${port}`, { timeoutSeconds: 1 })
}

const json = (status: number, body: unknown): RequestListener => {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
}

describe('http', () => {
  test.each<[string, RequestListener, string]>([
    ['no JSON', (_, response) => response.end('<html>'), 'SBN_ANSWER_INVALID'],
    ['nothing', (_, response) => response.end(), 'SBN_ANSWER_INVALID'],
    ['another shape', json(200, { sbn: 'me' }), 'SBN_ANSWER_INVALID'],
    ['an error page', (_, response) => response.writeHead(500).end('oops'), 'SBN_ANSWER_INVALID'],
    [
      'a redirect',
      (_, response) => response.writeHead(302, { location: '/' }).end(),
      'SBN_UNREACHABLE',
    ],
    ['never', () => {}, 'SBN_UNREACHABLE'],
    ['half a header', ({ socket }) => socket.end('HTTP/1.1 200'), 'SBN_UNREACHABLE'],
    [
      'slowly',
      (_, response) => {
        const drip = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(drip))
      },
      'SBN_UNREACHABLE',
    ],
    [
      'without end',
      (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write('a'.repeat(65_536)));
        }
        response.on('drain', more)
        more()
      },
      'SBN_ANSWER_INVALID',
    ],
  ])('says what is wrong when the SBN answers %s', async (_, listener, code) => {
    const messenger = await answering(listener)
    await expect(messenger.getInfo()).rejects.toMatchObject({ code, paymentState: 'unpaid' })
  })

  test('passes on the code of a refusal, and whether it is worth trying again', async () => {
    const refused = { code: 'SBN_STARTING', title: 'It starts.', retryable: true }
    const messenger = await answering(json(422, refused))
    await expect(messenger.getInfo()).rejects.toMatchObject({
      name: 'SbnRefusedError',
      code: 'SBN_STARTING',
      retryable: true,
    })
  })

  test('stops waiting when it is told to', async () => {
    const messenger = await answering(() => {})
    const reason = new Error('enough')
    const controller = new AbortController()
    const asking = messenger.getInfo({ signal: controller.signal })
    controller.abort(reason)
    await expect(asking).rejects.toBe(reason)
  })

  test.each(['sbn.example', 'ftp://sbn.example', ''])('refuses %j as a URL', (url) => {
    expect(() => http(url)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })
})
