import { generateKeyPairSync } from 'node:crypto'
import type { Connection, Grant, ServeParameters, ServerEvent } from '../../../driver.js'
import { inSeconds } from '../../../testing/createBench.js'
import { listenOrigin, type Origin } from '../../../testing/listenOrigin.js'
import { getSocksCredentials } from '../getSocksCredentials.js'
import { socks } from '../socks.js'
import type { SocksOptions, SocksSession } from '../types.js'

export const loopback = ['127.0.0.0/8', '::1/128'] as const

/** A gateway on loopback with one admitted pass, and an origin to fetch from. */
export async function startGateway(
  options: SocksOptions = {},
  { grant, serve }: { grant?: Partial<Grant>; serve?: Partial<ServeParameters> } = {},
) {
  const origin: Origin = await listenOrigin()
  const driver = socks({ host: '127.0.0.1', port: 0, allow: loopback, ...options })
  const identity = await driver.createIdentity()
  const events: ServerEvent[] = []
  const server = await driver.serve({
    identity,
    onEvent: (event) => events.push(event),
    ...serve,
  })
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const clientKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const clientSecret = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const passId = 'pass-1'
  const connection = await server.admit({
    passId,
    clientKey,
    expiresAt: inSeconds(3600),
    ...grant,
  })
  const sessions: SocksSession[] = []
  return {
    driver,
    server,
    identity,
    events,
    origin,
    passId,
    clientKey,
    clientSecret,
    connection,
    ...getSocksCredentials(connection, { passId, clientSecret }),
    async connect(to: Connection = connection) {
      const session = await driver.connect(to, { passId, clientSecret, allow: loopback })
      sessions.push(session)
      return session
    },
    async close() {
      await Promise.all(sessions.map((session) => session.close()))
      await server.close()
      await origin.close()
    },
  }
}

export type Gateway = Awaited<ReturnType<typeof startGateway>>
