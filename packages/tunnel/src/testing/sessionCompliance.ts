import { expect, test } from 'vitest'
import { TunnelError } from '../errors/TunnelError.js'
import { failure } from './failure.js'
import type { Bench } from './types.js'

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Control messages, aborting, and closing from either side. */
export function sessionCompliance(bench: () => Bench): void {
  test('control messages reach the gateway with the pass, and answers come back', async () => {
    const { admit, connect } = bench()
    const client = await admit()
    const session = await connect(client)
    expect(decode(await session.control(encode('abc')))).toBe('cba')
    expect(decode(await session.control(encode('who')))).toBe(client.grant.passId)
    expect((await session.control(new Uint8Array(0))).length).toBe(0)
    const largest = new Uint8Array(65_536).fill(1)
    expect(await session.control(largest)).toEqual(expect.objectContaining({ length: 65_536 }))
  })

  test('many control messages at once get their own answers', async () => {
    const { admit, connect } = bench()
    const session = await connect(await admit())
    const texts = Array.from({ length: 50 }, (_, index) => `message ${index}`)
    const answers = await Promise.all(texts.map((text) => session.control(encode(text))))
    expect(answers.map((answer) => [...decode(answer)].reverse().join(''))).toEqual(texts)
  })

  test('a control message that is too large is not sent', async () => {
    const { admit, connect } = bench()
    const session = await connect(await admit())
    const attempt = session.control(new Uint8Array(65_537))
    expect(await failure(attempt)).toMatchObject({ code: 'MESSAGE_TOO_LARGE' })
    expect(decode(await session.control(encode('on')))).toBe('no')
  })

  test('a control handler that throws, or answers too much, is told without its reason', async () => {
    const { admit, connect } = bench()
    const session = await connect(await admit())
    for (const message of ['throw', 'grow']) {
      const error = await failure(session.control(encode(message)))
      expect(error).toMatchObject({ code: 'CONTROL_FAILED' })
      expect(error instanceof Error && describe(error)).not.toContain('secret')
    }
    expect(decode(await session.control(encode('on')))).toBe('no')
  })

  test('without a control handler, control fails and the session goes on', async () => {
    const { admit, connect, serve, harness } = bench()
    const server = await serve({ onControl: undefined })
    const client = await admit()
    const connection = await server.admit(client.grant)
    const session = await connect({ ...client, connection })
    expect(await failure(session.control(encode('hi')))).toMatchObject({ code: 'CONTROL_FAILED' })
    expect((await session.fetch(`${harness.origin}/bytes?size=1`)).status).toBe(200)
  })

  test('connecting, fetching and control stop when the signal aborts', async () => {
    const { admit, connect, harness, server } = bench()
    const client = await admit()
    const reason = new Error('changed my mind')
    expect(await failure(connect(client, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    const during = new AbortController()
    const attempt = failure(connect(client, { signal: during.signal }))
    during.abort(reason)
    expect(await attempt).toBe(reason)

    const session = await connect(client)
    await server.pause(client.grant.passId)
    const fetching = new AbortController()
    const fetched = failure(
      session.fetch(`${harness.origin}/bytes?size=1`, { signal: fetching.signal }),
    )
    fetching.abort(reason)
    expect(await fetched).toBe(reason)
    const message = session.control(encode('hi'), { signal: AbortSignal.abort(reason) })
    expect(await failure(message)).toBe(reason)
  })

  test('serving does not start when the signal has aborted', async () => {
    const { serve } = bench()
    const reason = new Error('changed my mind')
    expect(await failure(serve({ signal: AbortSignal.abort(reason) }))).toBe(reason)
  })

  test('a client that closes its session ends it on both sides', async () => {
    const { admit, connect, events, harness } = bench()
    const client = await admit()
    const session = await connect(client)
    await Promise.all([session.close(), session.close()])
    await session.close()
    expect(await session.closed).toBe('closed')
    const fetched = session.fetch(`${harness.origin}/bytes?size=1`)
    expect(await failure(fetched)).toMatchObject({ code: 'SESSION_CLOSED', reason: 'closed' })
    expect(await failure(session.control(encode('hi')))).toMatchObject({ code: 'SESSION_CLOSED' })
    const { passId } = client.grant
    await expect
      .poll(() => events.filter((event) => event.type !== 'refused'))
      .toEqual([
        { type: 'sessionOpened', passId },
        { type: 'sessionClosed', passId },
      ])
    expect((await connect(client)).passId).toBe(passId)
  })

  test('a server that closes ends its sessions and leaves nothing behind', async () => {
    const { admit, connect, server, harness } = bench()
    const client = await admit({ mbps: 1 })
    const session = await connect(client)
    const response = await session.fetch(`${harness.origin}/bytes?size=5000000`)
    const body = response.arrayBuffer()
    const lost = failure(body)
    await Promise.all([server.close(), server.close()])
    expect(await session.closed).toBe('failed')
    expect(await lost).toMatchObject({
      code: 'SESSION_CLOSED',
      reason: 'failed',
      retryable: true,
    })
    const error = await failure(connect(client))
    expect(error).toMatchObject({ code: 'GATEWAY_UNREACHABLE', retryable: true })
    expect(TunnelError.is(error) && describe(error)).not.toContain(client.connection.host)
    expect(await failure(server.admit(client.grant))).toMatchObject({ code: 'SERVER_CLOSED' })
    await server.close()
  })
}

function describe(error: Error): string {
  return `${error} ${error.cause} ${JSON.stringify(error)}`
}
