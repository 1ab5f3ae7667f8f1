import { resolveDestination } from '../../../egress/resolveDestination.js'
import { DestinationRefusedError } from '../../../errors/DestinationRefusedError.js'
import { TimeoutError } from '../../../errors/TimeoutError.js'
import { dial } from '../../../internal/dial.js'
import { joinSockets } from '../../../internal/joinSockets.js'
import { relay } from '../../../internal/relay.js'
import { resetSocket } from '../../../internal/resetSocket.js'
import type { Pass } from '../../../metering/createPass.js'
import { encodeReply } from '../protocol/address.js'
import { refuse } from '../protocol/refuse.js'
import { Reply, toReply } from '../protocol/replies.js'
import type { ServerContext } from './context.js'
import type { Incoming } from './createListener.js'

/** Connects to the destination of a request and relays until both ends have ended. */
export async function serveTunnel(
  { socket, raw }: Incoming,
  { host, port }: { host: string; port: number },
  pass: Pass,
  { options, emit, lookups }: ServerContext,
): Promise<void> {
  const { policy, localAddress, limits } = options
  const hangUp = new AbortController()
  const { signal } = hangUp
  const onClose = () => hangUp.abort()
  const timer = setTimeout(() => hangUp.abort(new TimeoutError()), limits.dialTimeout)
  socket.once('close', onClose)
  let detach = pass.attach(() => resetSocket(raw))
  try {
    const resolver = lookups(pass.passId, signal)
    const targets = await resolveDestination(host, port, { policy, resolver, signal })
    const upstream = await dial(targets, { localAddress, timeout: limits.dialTimeout, signal })
    if (socket.destroyed || pass.ended) return resetSocket(upstream)
    detach()
    detach = pass.attach(() => {
      resetSocket(raw)
      resetSocket(upstream)
    })
    socket.off('close', onClose)
    joinSockets(
      { stream: socket, reset: () => resetSocket(raw) },
      { stream: upstream, reset: () => resetSocket(upstream) },
      detach,
    )
    socket.write(encodeReply(Reply.succeeded, upstream.localAddress, upstream.localPort))
    const { lanes, carry } = pass
    relay(socket, upstream, { carry: (bytes) => carry('up', bytes), lane: lanes.up })
    relay(upstream, socket, { carry: (bytes) => carry('down', bytes), lane: lanes.down })
  } catch (error) {
    detach()
    socket.off('close', onClose)
    if (DestinationRefusedError.is(error)) {
      emit({ type: 'refused', code: error.code, passId: pass.passId })
    }
    refuse(socket, encodeReply(toReply(error)))
  } finally {
    clearTimeout(timer)
  }
}
