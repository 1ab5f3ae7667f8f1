import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Connection, FetchSession } from '@passband/tunnel'
import { socks } from '@passband/tunnel/socks'
import { startProgram } from './startProgram.js'

const passId = 'bench'

/** A gateway in a process of its own, and a way to connect to it. */
export async function startGatewayProgram(
  host: string,
  {
    inside,
    port,
    target,
  }: {
    inside?: readonly string[] | undefined
    /** Where it is reached, when not at its own port; given that one. */
    port?: ((own: number) => Promise<number>) | undefined
    /** Where every name leads to. */
    target?: { address: string; port: number } | undefined
  } = {},
) {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  const pass = JSON.stringify({ clientKey: toHex(publicKey), passId })
  const args = [host, pass, ...(target ? [JSON.stringify(target)] : [])]
  const program = await startProgram<Connection & { port: number }>('gatewayProgram.mjs', args, {
    ...(inside && { inside }),
  })
  const { said, close } = program
  const reached: Connection = port
    ? { ...said, host: '127.0.0.1', port: await port(said.port) }
    : said
  const driver = socks()
  return {
    connect: (): Promise<FetchSession> =>
      driver.connect(reached, {
        passId,
        clientSecret: Buffer.from(toHex(privateKey), 'hex'),
        allow: ['10.0.0.0/8', '127.0.0.0/8'],
      }),
    close,
  }
}

function toHex(key: KeyObject): string {
  const type = key.type === 'private' ? 'pkcs8' : 'spki'
  const der = key.export({ format: 'der', type: type as 'pkcs8' })
  return der.subarray(-32).toString('hex')
}
