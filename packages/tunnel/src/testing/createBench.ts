import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { FetchSession, ServeParameters, Server, ServerEvent, Session } from '../driver.js'
import type { Bench, ComplianceHarness } from './types.js'

/** Starts a gateway. `onControl` answers `reverse` for whatever it gets, and throws at `throw`. */
export async function createBench(harness: ComplianceHarness): Promise<Bench & AsyncDisposable> {
  const { driver, allow } = harness
  const identity = await driver.createIdentity()
  const events: ServerEvent[] = []
  const opened: { close(): Promise<void> }[] = []

  async function serve(parameters?: Partial<ServeParameters>): Promise<Server> {
    const server = await driver.serve({
      identity,
      onEvent: (event) => events.push(event),
      onControl: answerControl,
      ...parameters,
    })
    opened.push(server)
    return server
  }

  const server = await serve()
  return {
    harness,
    server,
    identity,
    events,
    serve,
    createClient,
    async admit(partial) {
      const { clientKey, clientSecret } = createClient()
      const passId = `0x${randomBytes(32).toString('hex')}`
      const grant = { passId, clientKey, expiresAt: inSeconds(3600), ...partial }
      return { connection: await server.admit(grant), grant, clientSecret }
    },
    async connect({ connection, grant, clientSecret }, parameters) {
      const { passId } = grant
      const session = await driver.connect(connection, {
        passId,
        clientSecret,
        allow,
        ...parameters,
      })
      opened.push(session)
      return withFetch(session, harness)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((one) => one.close()))
    },
  }
}

function withFetch(session: Session, { fetch }: ComplianceHarness): FetchSession {
  if (!fetch) return session as FetchSession
  const throughSession: FetchSession['fetch'] = (input, init) =>
    fetch(session, input instanceof Request ? input.url : String(input), init)
  return Object.assign(session, { fetch: throughSession })
}

function createClient() {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const clientKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const clientSecret = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  return { clientKey: Uint8Array.from(clientKey), clientSecret: Uint8Array.from(clientSecret) }
}

async function answerControl(passId: string, message: Uint8Array): Promise<Uint8Array> {
  const text = new TextDecoder().decode(message)
  if (text === 'throw') throw new Error('top secret')
  if (text === 'who') return new TextEncoder().encode(passId)
  if (text === 'grow') return new Uint8Array(65_537)
  return message.slice().reverse()
}

export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds
}
