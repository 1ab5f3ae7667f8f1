import type { Connection, ConnectParameters, EndReason } from '../../driver.js'
import { createEgressPolicy } from '../../egress/createEgressPolicy.js'
import { ConnectionInvalidError } from '../../errors/ConnectionInvalidError.js'
import { DialRefusedError } from '../../errors/DialRefusedError.js'
import { GatewayIdentityError } from '../../errors/GatewayIdentityError.js'
import { GatewayUnreachableError } from '../../errors/GatewayUnreachableError.js'
import { MessageTooLargeError } from '../../errors/MessageTooLargeError.js'
import { SessionClosedError } from '../../errors/SessionClosedError.js'
import { maxMessage } from '../../internal/maxMessage.js'
import { withSignal } from '../../internal/withSignal.js'
import { toPublicKey } from './toPublicKey.js'
import type { MemoryNetwork, MemorySession } from './types.js'

/** Opens the client's end. */
export async function connect(
  connection: Connection,
  { passId, clientSecret, allow, signal }: ConnectParameters,
  network: MemoryNetwork,
): Promise<MemorySession> {
  signal?.throwIfAborted()
  const { host, port, gatewayKey } = parse(connection)
  const clientKey = await withSignal(toPublicKey(clientSecret), signal)
  if (!createEgressPolicy({ allow }).allowsAddress(host)) throw new DialRefusedError()
  const endpoint = network.find(host, port)
  if (!endpoint) throw new GatewayUnreachableError()
  if (endpoint.gatewayKey !== gatewayKey) throw new GatewayIdentityError()

  const carried = { up: 0, down: 0 }
  const ending = new AbortController()
  let reason: EndReason | undefined
  let resolveClosed: (reason: EndReason) => void = () => {}
  const closed = new Promise<EndReason>((resolve) => {
    resolveClosed = resolve
  })
  const link = endpoint.open(passId, clientKey, end)

  function end(why: EndReason): void {
    if (reason) return
    reason = why
    ending.abort(new SessionClosedError(why))
    resolveClosed(why)
  }

  async function close(): Promise<void> {
    link.close()
    end('closed')
  }

  return {
    driver: 'memory',
    passId,
    closed,
    async fetch(input, init) {
      ending.signal.throwIfAborted()
      const request = new Request(input, init)
      request.signal.throwIfAborted()
      const either = AbortSignal.any([request.signal, ending.signal])
      return link.fetch(request, either, (direction, bytes) => {
        carried[direction] += bytes
      })
    },
    async control(message, options) {
      ending.signal.throwIfAborted()
      options?.signal?.throwIfAborted()
      if (message.length > maxMessage) throw new MessageTooLargeError()
      const signals = options?.signal ? [options.signal, ending.signal] : [ending.signal]
      const both = AbortSignal.any(signals)
      return withSignal(link.control(message.slice()), both)
    },
    usage: () => ({ up: BigInt(carried.up), down: BigInt(carried.down) }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function parse({ driver, host, port, data }: Connection) {
  if (driver !== 'memory') throw new ConnectionInvalidError('driver')
  if (typeof host !== 'string') throw new ConnectionInvalidError('host')
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new ConnectionInvalidError('port')
  const gatewayKey = data?.gatewayKey
  if (typeof gatewayKey !== 'string') throw new ConnectionInvalidError('data.gatewayKey')
  return { host, port, gatewayKey }
}
