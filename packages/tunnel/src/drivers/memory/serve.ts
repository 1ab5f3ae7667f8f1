import type { Connection, ServeParameters, Server, ServerEvent } from '../../driver.js'
import { CredentialsRejectedError } from '../../errors/CredentialsRejectedError.js'
import { InvalidParameterError } from '../../errors/InvalidParameterError.js'
import { encodeBase64url } from '../../internal/encodeBase64url.js'
import { createLedger } from '../../metering/createLedger.js'
import { managePasses } from '../../metering/managePasses.js'
import { createLink } from './createLink.js'
import type { MemoryEndpoint, MemoryNetwork, MemoryOptions } from './types.js'

/** Starts the gateway's end. */
export async function serve(
  { identity, onControl, onEvent, signal }: ServeParameters,
  { handler, host, network }: MemoryOptions & { host: string; network: MemoryNetwork },
): Promise<Server> {
  signal?.throwIfAborted()
  if (!handler) throw new InvalidParameterError('handler', 'a function that answers requests')
  if (!/^[\w-]{43}$/.test(identity)) {
    throw new InvalidParameterError('identity', 'text that createIdentity of this driver returned')
  }
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity))
  const gatewayKey = encodeBase64url(new Uint8Array(hash))
  let isClosed = false
  const emit = (event: ServerEvent) => onEvent?.(event)
  const ledger = createLedger(emit)
  const endpoint: MemoryEndpoint = {
    gatewayKey,
    open(passId, clientKey, onEnd) {
      const pass = ledger.get(passId)
      if (!pass?.clientKey.every((byte, index) => byte === clientKey[index])) {
        emit({ type: 'refused', code: CredentialsRejectedError.code })
        throw new CredentialsRejectedError()
      }
      return createLink({ pass, handler, onControl, emit, onEnd })
    },
  }
  const listener = network.listen(host, endpoint)
  const toEndpoint = (): Connection => ({
    driver: 'memory',
    host,
    port: listener.port,
    data: { gatewayKey },
  })

  async function close(): Promise<void> {
    isClosed = true
    listener.close()
    ledger.close()
  }

  return {
    endpoint: toEndpoint(),
    ...managePasses({
      ledger,
      isClosed: () => isClosed,
      toConnection: toEndpoint,
    }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
