// A gateway of the SOCKS driver, in whatever network namespace it is started: prints where it is, then serves until it
// is ended. Arguments: the address to listen on, and the pass as JSON.
import { socks } from '@passband/tunnel/socks'

const [host, pass] = process.argv.slice(2)
const { clientKey, passId } = JSON.parse(pass)
const driver = socks({ host, port: 0, allow: ['10.0.0.0/8', '127.0.0.0/8'] })
const server = await driver.serve({ identity: await driver.createIdentity() })
const expiresAt = Math.floor(Date.now() / 1_000) + 86_400
const connection = await server.admit({
  passId,
  clientKey: new Uint8Array(Buffer.from(clientKey, 'hex')),
  expiresAt,
})
process.stdout.write(`${JSON.stringify({ ...connection, host })}\n`)
