import { Agent as HttpAgent } from 'node:http'
import { type AgentOptions, Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import type { Dial } from './createSession.js'
import { secureOrigin } from './secureOrigin.js'

type Options = ConnectionOptions & { host?: string; port?: number | string }
type Callback = (error: Error | null, socket?: Duplex) => void

/** An agent for `node:http` that dials through the session. */
export function createHttpAgent(dial: Dial): HttpAgent {
  return Object.assign(new HttpAgent({ keepAlive: true }), {
    createConnection(options: Options, callback: Callback) {
      const { host = 'localhost', port = 80 } = options
      dial({ host, port: Number(port) }).then((socket) => callback(null, socket), callback)
    },
  })
}

/** An agent for `node:https` that dials through the session. */
export function createHttpsAgent(dial: Dial, agentOptions: AgentOptions = {}): HttpsAgent {
  return Object.assign(new HttpsAgent({ keepAlive: true, ...agentOptions }), {
    createConnection(options: Options, callback: Callback) {
      const { host = 'localhost', port = 443 } = options
      dial({ host, port: Number(port) })
        .then((socket) => secureOrigin(socket, host, options))
        .then((socket) => callback(null, socket), callback)
    },
  })
}
