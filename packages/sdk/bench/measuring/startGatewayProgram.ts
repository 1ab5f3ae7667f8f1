import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Connection } from '@passband/tunnel'
import { socks } from '@passband/tunnel/socks'

const passId = 'bench'

/** A gateway in a process of its own, and a way to connect to it. */
export async function startGatewayProgram(inside: readonly string[], host: string) {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  const rawOf = (key: typeof privateKey, type: 'pkcs8' | 'spki') =>
    (key.export({ format: 'der', type: type as 'pkcs8' }) as Buffer).subarray(-32)
  const clientKey = rawOf(publicKey, 'spki').toString('hex')
  const program = fileURLToPath(new URL('gatewayProgram.mjs', import.meta.url))
  const [command = process.execPath, ...args] = [
    ...inside,
    process.execPath,
    program,
    host,
    JSON.stringify({ clientKey, passId }),
  ]
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const connection: Connection = await new Promise((resolve, reject) => {
    lines.once('line', (line) => resolve(JSON.parse(line)))
    child.once('exit', () => reject(new Error('The gateway has ended.')))
  })
  const driver = socks()
  return {
    connect: () =>
      driver.connect(connection, {
        passId,
        clientSecret: rawOf(privateKey, 'pkcs8'),
        allow: ['10.0.0.0/8', '127.0.0.0/8'],
      }),
    async close() {
      child.removeAllListeners('exit')
      child.kill()
    },
  }
}
