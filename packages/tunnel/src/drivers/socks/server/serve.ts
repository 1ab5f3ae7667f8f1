import type { Connection, ServeParameters, Server, ServerEvent } from '../../../driver.js'
import { createResolver } from '../../../egress/createResolver.js'
import { InvalidParameterError } from '../../../errors/InvalidParameterError.js'
import { limitLookups } from '../../../internal/limitLookups.js'
import { createLedger } from '../../../metering/createLedger.js'
import { managePasses } from '../../../metering/managePasses.js'
import { parseIdentity } from '../identity/parseIdentity.js'
import { isLoopback } from '../isLoopback.js'
import { isHost } from '../parseConnection.js'
import type { ResolvedOptions } from '../resolveOptions.js'
import type { ServerContext } from './context.js'
import { createListener } from './createListener.js'
import { createPasswordBook } from './createPasswordBook.js'
import { handleConnection } from './handleConnection.js'

/** Starts the gateway's end. */
export async function serve(
  parameters: ServeParameters,
  options: ResolvedOptions,
): Promise<Server> {
  const { identity: secret, onControl, onEvent, signal } = parameters
  signal?.throwIfAborted()
  const { host, publicHost = host, plain, limits } = options
  if (publicHost === '0.0.0.0' || publicHost === '::' || !isHost(publicHost)) {
    throw new InvalidParameterError('publicHost', 'what clients are to connect to')
  }
  if (plain && plain !== 'insecure' && !isLoopback(host)) {
    throw new InvalidParameterError('plain', "TLS, or 'insecure', when not on loopback")
  }
  const identity = parseIdentity(secret)
  const emit = (event: ServerEvent) => {
    if (!isClosed || event.type === 'sessionClosed') onEvent?.(event)
  }
  const ledger = createLedger(emit)
  const passwords = createPasswordBook(identity.privateKey)
  const context: ServerContext = {
    options,
    ledger,
    lookups: limitLookups(options.resolver ?? createResolver()),
    passwords,
    emit,
    onControl,
    sessions: new Map(),
  }
  let isClosed = false
  let closing: Promise<void> | undefined
  const listener = await createListener({
    host,
    port: options.port,
    tls: plain ? undefined : { key: identity.key, cert: identity.certificate },
    handshakeTimeout: limits.handshakeTimeout,
    unauthenticated: limits.unauthenticated,
    onConnection: (incoming) => void handleConnection(incoming, context),
    onRefused: (code) => emit({ type: 'refused', code }),
  })
  if (signal?.aborted) {
    await listener.close()
    signal.throwIfAborted()
  }

  const toEndpoint = (): Connection => ({
    driver: 'socks',
    host: publicHost,
    port: listener.port,
    data: {
      publicKey: identity.publicKey,
      fingerprint: identity.fingerprint,
      tls: plain ? '0' : '1',
    },
  })

  function close(): Promise<void> {
    isClosed = true
    ledger.close()
    closing ??= listener.close()
    return closing
  }

  return {
    endpoint: toEndpoint(),
    ...managePasses({
      ledger,
      isClosed: () => isClosed,
      toConnection: toEndpoint,
      onAdmit: ({ passId, clientKey }) => passwords.set(passId, clientKey),
      onRevoke: passwords.delete,
    }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
