// Runs a gateway in a process of its own, for tests that kill it. Reads a grant from its arguments,
// prints the connection, and serves until it is killed.
import { createViteServer } from 'vitest/node'

const vite = await createViteServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
})
const { socks } = await vite.ssrLoadModule('/src/drivers/socks/socks.ts')
const { passId, clientKey, plain } = JSON.parse(process.argv[2] ?? '{}')
const driver = socks({ host: '127.0.0.1', port: 0, allow: ['127.0.0.0/8'], plain })
const server = await driver.serve({ identity: await driver.createIdentity() })
const connection = await server.admit({
  passId,
  clientKey: Buffer.from(clientKey, 'hex'),
  expiresAt: Date.now() / 1000 + 600,
})
process.stdout.write(`${JSON.stringify(connection)}\n`)
