import type { Driver } from '../../driver.js'
import { encodeBase64url } from '../../internal/encodeBase64url.js'
import { connect } from './connect.js'
import { createMemoryNetwork } from './createMemoryNetwork.js'
import { serve } from './serve.js'
import type { MemoryOptions, MemorySession } from './types.js'

/**
 * A driver whose two ends meet inside one process, browsers included: for tests and demos. It
 * admits, limits, meters and ends like the real ones; body bytes count.
 *
 * @example
 * const driver = memory({ handler: () => new Response('hello') })
 * const server = await driver.serve({ identity: await driver.createIdentity() })
 * const connection = await server.admit({ passId, clientKey, expiresAt })
 * const allow = ['127.0.0.0/8']
 * const session = await driver.connect(connection, { passId, clientSecret, allow })
 * await (await session.fetch('https://example.org/')).text() // 'hello'
 */
export function memory(options: MemoryOptions = {}): Driver<MemorySession, 'memory'> {
  const { network = createMemoryNetwork(), host = '127.0.0.1' } = options
  return {
    name: 'memory',
    createIdentity: async () => encodeBase64url(crypto.getRandomValues(new Uint8Array(32))),
    serve: (parameters) => serve(parameters, { ...options, network, host }),
    connect: (connection, parameters) => connect(connection, parameters, network),
  }
}
