import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import type { Connection } from '../../../driver.js'
import { TunnelError } from '../../../errors/TunnelError.js'
import { failure } from '../../../testing/failure.js'
import { socks } from '../socks.js'
import { listenEcho } from '../testing/listenEcho.js'
import { loopback } from '../testing/startGateway.js'
import type { SocksOptions } from '../types.js'

const script = fileURLToPath(new URL('../testing/gatewayProcess.mjs', import.meta.url))
const packageFolder = fileURLToPath(new URL('../../../../', import.meta.url))
const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function startProcess(plain: boolean, options: SocksOptions = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const clientKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
  const clientSecret = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const passId = 'pass-1'
  const grant = JSON.stringify({ passId, clientKey, plain })
  const child = spawn(process.execPath, [script, grant], {
    cwd: packageFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = await once(child.stdout, 'data')
  const connection: Connection = JSON.parse(String(line))
  const session = await socks(options).connect(connection, {
    passId,
    clientSecret,
    allow: loopback,
  })
  return { child, session }
}

describe.each([false, true])('when the process of a gateway is killed (plain: %s)', (plain) => {
  test('everything that is open fails with a typed error', async () => {
    const endless = await listenEcho((socket) => {
      const body = 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nsome of the body'
      socket.once('data', () => socket.write(body))
    })
    const { child, session } = await startProcess(plain)
    const url = `http://127.0.0.1:${endless.port}/`
    // Without a length, only the end of the connection tells the end of the body.
    const response = await session.fetch(url)
    const stream = await session.dial({ host: '127.0.0.1', port: endless.port })
    const lost = [
      failure(response.text()),
      failure(stream.toArray()),
      failure(session.fetch(url.replace('127.0.0.1', '127.0.0.2'))),
    ]
    await expect.poll(() => endless.open.size).toBe(2)
    child.kill('SIGKILL')
    expect(await session.closed).toBe('failed')
    for (const error of lost) {
      expect(await error).toMatchObject({ retryable: true })
      expect(TunnelError.is(await error)).toBe(true)
    }
    expect(await lost[0]).toMatchObject({ code: 'SESSION_CLOSED', reason: 'failed' })
    expect(await lost[1]).toMatchObject({ code: 'SESSION_CLOSED', reason: 'failed' })
    expect(await failure(session.fetch(url))).toMatchObject({ code: 'SESSION_CLOSED' })
    expect(await failure(session.control(new Uint8Array(1)))).toMatchObject({
      code: 'SESSION_CLOSED',
    })
    await session.close()
    await endless.close()
  })
})

test('a gateway that stops answering without closing is noticed by its missing signs of life', async () => {
  const { child, session } = await startProcess(false, { limits: { keepAlive: 200 } })
  child.kill('SIGSTOP')
  expect(await session.closed).toBe('failed')
  expect(await failure(session.control(new Uint8Array(1)))).toMatchObject({
    code: 'SESSION_CLOSED',
    reason: 'failed',
  })
})
