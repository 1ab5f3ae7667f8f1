import { expect, test } from 'vitest'
import { inSeconds } from './createBench.js'
import { failure } from './failure.js'
import type { Bench } from './types.js'

/** Who is let in, and to whom a client connects. */
export function accessCompliance(bench: () => Bench): void {
  test('an admitted client fetches through the gateway', async () => {
    const { admit, connect, harness } = bench()
    const session = await connect(await admit())
    const sent = await session.fetch(`${harness.origin}/length`, {
      method: 'POST',
      body: 'x'.repeat(100_000),
    })
    expect(sent).toBeInstanceOf(Response)
    expect(await sent.text()).toBe('100000')
    const got = await session.fetch(`${harness.origin}/bytes?size=300000`)
    expect((await got.arrayBuffer()).byteLength).toBe(300_000)
  })

  test('a connection survives being written as JSON', async () => {
    const { admit, connect, harness } = bench()
    const client = await admit()
    const connection = JSON.parse(JSON.stringify(client.connection))
    expect(connection).toEqual(client.connection)
    const session = await connect({ ...client, connection })
    expect(session.passId).toBe(client.grant.passId)
    expect(session.driver).toBe(harness.driver.name)
  })

  test('a client with the wrong secret is turned away', async () => {
    const { admit, connect, createClient, events } = bench()
    const { clientSecret } = createClient()
    const attempt = connect({ ...(await admit()), clientSecret })
    expect(await failure(attempt)).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
    expect(events).toContainEqual(expect.objectContaining({ type: 'refused' }))
  })

  test('a client of an unknown pass is turned away', async () => {
    const { admit, connect } = bench()
    const client = await admit()
    const attempt = connect(client, { passId: 'unknown' })
    expect(await failure(attempt)).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
  })

  test('the key of one pass does not open another', async () => {
    const { admit, connect } = bench()
    const [one, other] = [await admit(), await admit()]
    const attempt = connect(one, { passId: other.grant.passId })
    expect(await failure(attempt)).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
  })

  test('admitting again with another key lets the new key in and the old one out', async () => {
    const { admit, connect, createClient, server } = bench()
    const client = await admit()
    const session = await connect(client)
    const { clientKey, clientSecret } = createClient()
    const connection = await server.admit({ ...client.grant, clientKey })
    expect(await session.closed).toBe('revoked')
    expect(await failure(connect(client))).toMatchObject({ code: 'CREDENTIALS_REJECTED' })
    const next = await connect({ ...client, connection, clientSecret })
    expect(next.passId).toBe(client.grant.passId)
  })

  test('malformed grants are refused', async () => {
    const { server, createClient } = bench()
    const grant = { passId: 'p', ...createClient(), expiresAt: inSeconds(60) }
    const wrong = [
      { passId: '' },
      { passId: 'a b' },
      { passId: 'x'.repeat(129) },
      { clientKey: new Uint8Array(31) },
      { expiresAt: Number.NaN },
      { mbps: 0 },
      { mbps: Number.POSITIVE_INFINITY },
      { quota: -1n },
    ]
    for (const change of wrong) {
      const [parameter] = Object.keys(change)
      const error = await failure(server.admit({ ...grant, ...change }))
      expect(error).toMatchObject({ code: 'INVALID_PARAMETER', parameter })
    }
    expect(server.passes()).toEqual([])
  })

  test('malformed connections are refused before anything is dialled', async () => {
    const { admit, connect } = bench()
    const client = await admit()
    const { connection } = client
    const wrong = [
      { driver: 'other' },
      { port: 0 },
      { port: 70_000 },
      { host: 7 as unknown as string },
      { data: {} },
    ]
    for (const change of wrong) {
      const attempt = connect({ ...client, connection: { ...connection, ...change } })
      expect(await failure(attempt)).toMatchObject({ code: 'CONNECTION_INVALID' })
    }
  })

  test('a loopback gateway is not dialled unless the caller allows it', async () => {
    const { admit, connect } = bench()
    const client = await admit()
    const error = await failure(connect(client, { allow: [] }))
    expect(error).toMatchObject({ code: 'DIAL_REFUSED', retryable: false })
    expect(String(error)).not.toContain(client.connection.host)
  })

  test('a gateway that is not the one named in the connection is refused', async () => {
    const { admit, connect, serve, harness } = bench()
    const client = await admit()
    const other = await serve({ identity: await harness.driver.createIdentity() })
    const { host, port } = other.endpoint
    const connection = { ...client.connection, host, port }
    expect(await failure(connect({ ...client, connection }))).toMatchObject({
      code: expect.stringMatching(/^(GATEWAY_IDENTITY|CREDENTIALS_REJECTED)$/),
    })
  })

  test('the same identity gives the same endpoint data after a restart', async () => {
    const { server, serve, admit, harness } = bench()
    const { data } = server.endpoint
    expect((await admit()).connection.data).toEqual(data)
    await server.close()
    expect((await serve()).endpoint.data).toEqual(data)
    const other = await serve({ identity: await harness.driver.createIdentity() })
    expect(other.endpoint.data).not.toEqual(data)
  })

  test('a malformed identity is refused without repeating it', async () => {
    const { serve } = bench()
    const error = await failure(serve({ identity: 'half an identity' }))
    expect(error).toMatchObject({ code: 'INVALID_PARAMETER', parameter: 'identity' })
    expect(String(error)).not.toContain('half an')
  })
}
