// A gateway of the SOCKS driver, in whatever network namespace it is started: says how to connect, then serves until
// its input ends. Arguments: the address to listen on, the pass as JSON, and where every name leads to, if anywhere.
import { socks } from '@passband/tunnel/socks'

const [host, pass, target] = process.argv.slice(2)
const { clientKey, passId } = JSON.parse(pass)
const resolved = target && JSON.parse(target)
const driver = socks({
  host,
  port: 0,
  allow: ['10.0.0.0/8', '127.0.0.0/8'],
  ...(resolved && { resolver: async () => [resolved] }),
})
const server = await driver.serve({ identity: await driver.createIdentity() })
const expiresAt = Math.floor(Date.now() / 1_000) + 86_400
const connection = await server.admit({
  passId,
  clientKey: new Uint8Array(Buffer.from(clientKey, 'hex')),
  expiresAt,
})
process.stdout.write(`${JSON.stringify({ ...connection, host })}\n`)
process.stdin.resume().once('end', () => process.exit())
