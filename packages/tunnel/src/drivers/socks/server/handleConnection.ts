import { createReader } from '../../../internal/createReader.js'
import { isGoneAway } from '../../../internal/isGoneAway.js'
import { resetSocket } from '../../../internal/resetSocket.js'
import { acceptRequest } from '../protocol/acceptRequest.js'
import { encodeReply } from '../protocol/address.js'
import { controlDestination } from '../protocol/frames.js'
import { refuse } from '../protocol/refuse.js'
import { Reply } from '../protocol/replies.js'
import type { ServerContext } from './context.js'
import type { Incoming } from './createListener.js'
import { serveControl } from './serveControl.js'
import { serveTunnel } from './serveTunnel.js'

/** Serves one connection of a client, from its greeting to its end. Never rejects. */
export async function handleConnection(incoming: Incoming, context: ServerContext): Promise<void> {
  const { socket, raw } = incoming
  const { ledger, passwords, emit, options } = context
  const reader = createReader(socket)
  try {
    const accepted = await acceptRequest(socket, reader, {
      authenticate(username, password) {
        const isRight = passwords.check(username, password)
        const pass = isRight ? ledger.get(username) : undefined
        if (pass) incoming.authenticated()
        return pass !== undefined
      },
    })
    if (accepted.type === 'refused') {
      emit({ type: 'refused', code: accepted.code })
      reader.detach()
      return refuse(socket, accepted.answer)
    }
    const pass = ledger.get(accepted.username)
    if (!pass || pass.size >= options.limits.connectionsPerPass) {
      emit({ type: 'refused', code: 'TOO_MANY_CONNECTIONS', passId: accepted.username })
      reader.detach()
      return refuse(socket, encodeReply(Reply.failure))
    }
    incoming.established()
    const { host, port } = accepted
    if (host === controlDestination.host && port === controlDestination.port) {
      return await serveControl(incoming, reader, pass, context)
    }
    reader.detach()
    await serveTunnel(incoming, { host, port }, pass, context)
  } catch (error) {
    if (!isGoneAway(error)) emit({ type: 'refused', code: 'PROTOCOL' })
    resetSocket(raw)
  }
}
