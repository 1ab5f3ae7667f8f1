import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listenEcho } from './testing/listenEcho.js'
import { login, rawClient } from './testing/rawClient.js'
import { type Gateway, startGateway } from './testing/startGateway.js'
import type { LocalProxy, SocksSession } from './types.js'

const run = promisify(execFile)

/** curl's output, or its exit code. A missing curl fails the test. */
async function curl(...parameters: string[]): Promise<string | number> {
  try {
    const { stdout } = await run(
      'curl',
      ['--silent', '--show-error', '--max-time', '15', ...parameters],
      {
        env: {},
        maxBuffer: 16_777_216,
      },
    )
    return stdout
  } catch (error) {
    const { code } = error as { code: unknown }
    if (typeof code === 'number') return code
    throw error
  }
}

const cannotResolve = 97

describe('curl against a gateway without TLS', () => {
  let gateway: Gateway
  beforeAll(async () => {
    gateway = await startGateway({ plain: true })
  })
  afterAll(() => gateway.close())
  const proxy = () => `127.0.0.1:${gateway.connection.port}`
  const user = () => ['--proxy-user', `${gateway.username}:${gateway.password}`]

  test('fetches by address and by name, downloads and uploads', async () => {
    const { url, port } = gateway.origin
    const named = `http://localhost:${port}`
    expect(await curl('--socks5', proxy(), ...user(), `${url}/bytes?size=100000`)).toHaveLength(
      100_000,
    )
    expect(
      await curl('--socks5-hostname', proxy(), ...user(), `${named}/bytes?size=10`),
    ).toHaveLength(10)
    const upload = ['--data-binary', 'x'.repeat(70_000)]
    expect(await curl('--socks5', proxy(), ...user(), ...upload, `${url}/length`)).toBe('70000')
  })

  test('is turned away without credentials, with wrong ones, and after the end of the pass', async () => {
    const url = `${gateway.origin.url}/bytes?size=10`
    expect(await curl('--socks5', proxy(), url)).toBe(cannotResolve)
    expect(await curl('--socks5', proxy(), '--proxy-user', 'pass-1:wrong', url)).toBe(cannotResolve)
    await gateway.server.revoke(gateway.passId)
    expect(await curl('--socks5', proxy(), ...user(), url)).toBe(cannotResolve)
  })
})

describe('curl against the local port of a session', () => {
  let gateway: Gateway
  let session: SocksSession
  let local: LocalProxy
  beforeAll(async () => {
    gateway = await startGateway()
    session = await gateway.connect()
    local = await session.listen()
  })
  afterAll(() => gateway.close())

  test('fetches with the URL of the port, and the bytes are counted', async () => {
    const before = session.usage()
    expect(
      await curl('--proxy', local.url, `${gateway.origin.url}/bytes?size=300000`),
    ).toHaveLength(300_000)
    expect(session.usage().down - before.down).toBeGreaterThan(300_000n)
    expect(session.usage()).toEqual(gateway.server.usage(gateway.passId))
  })

  test('is turned away without the password', async () => {
    const url = `${gateway.origin.url}/bytes?size=10`
    expect(await curl('--socks5', `127.0.0.1:${local.port}`, url)).toBe(cannotResolve)
    const wrong = ['--proxy-user', `${local.username}:wrong`]
    expect(await curl('--socks5', `127.0.0.1:${local.port}`, ...wrong, url)).toBe(cannotResolve)
  })

  test('is let in without a password when that was asked for', async () => {
    await using open = await session.listen({ auth: false })
    expect(open).toMatchObject({ username: undefined, password: undefined })
    const url = `${gateway.origin.url}/bytes?size=10`
    expect(await curl('--socks5', `127.0.0.1:${open.port}`, url)).toHaveLength(10)
  })

  test('hears the same refusals as from the gateway', async () => {
    const client = await rawClient(local.port)
    const { username = '', password = '' } = local
    client.send(login({ username, password }), 5, 1, 0, 1, 10, 0, 0, 1, 0, 80)
    expect([...(await client.readAll())]).toEqual([5, 2, 1, 0, 5, 2, 0, 1, 0, 0, 0, 0, 0, 0])
    client.socket.destroy()
  })

  test('half-closes in both directions', async () => {
    const late = await listenEcho((socket) => {
      let length = 0
      socket.on('data', (chunk) => {
        length += chunk.length
      })
      socket.on('end', () => socket.end(`got ${length}`))
    })
    const client = await rawClient(local.port)
    const { username = '', password = '' } = local
    const target = [5, 1, 0, 1, 127, 0, 0, 1, late.port >> 8, late.port & 0xff]
    client.send(login({ username, password }), ...target)
    await client.read(14)
    client.socket.end(Buffer.alloc(300_000))
    expect((await client.readAll()).toString()).toBe('got 300000')
    await late.close()
  })

  test('is only offered on this machine', async () => {
    await expect(session.listen({ host: '0.0.0.0' })).rejects.toMatchObject({ parameter: 'host' })
  })

  test('closes with the session', async () => {
    await session.close()
    const socket = connect(local.port, '127.0.0.1')
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    await local.close()
    await expect(session.listen()).rejects.toMatchObject({ code: 'SESSION_CLOSED' })
  })
})
