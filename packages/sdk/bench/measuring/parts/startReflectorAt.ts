import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bytesToHex } from 'viem'
import { createNodeReflector } from '../../../src/measuring/createNodeReflector.js'

/** A reflector on an address; gateways may know it by another name. */
export async function startReflectorAt(host: string, name = host) {
  const key = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const reflect = createNodeReflector()
  const server = createServer(async (request, response) => {
    const address = request.socket.remoteAddress ?? ''
    const isMine = await reflect(request, response, { address, key }).catch(() => false)
    if (!isMine) response.destroy()
  })
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    reflector: { url: `http://${name}:${port}/reflect/`, key },
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
