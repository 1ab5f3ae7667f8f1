import type { IncomingMessage, ServerResponse } from 'node:http'
import { createNodeReflector } from '../../measuring/createNodeReflector.js'
import type { CheckTicket, CheckTickets } from '../checking/checkTickets.js'

const path = /^\/checks\/([^/?]*)(\/reflect\/.*)$/

/**
 * Answers what checks ask of the reflector, each with a ticket.
 *
 * @returns Whether the request is one of those, and is answered.
 */
export function serveReflector(
  tickets: CheckTickets,
): (incoming: IncomingMessage, outgoing: ServerResponse) => boolean {
  const reflect = createNodeReflector()

  async function answer(
    { ticket, url }: { ticket: CheckTicket; url: string },
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const address = incoming.socket.remoteAddress ?? ''
    const end = () => void outgoing.destroy()
    if (!ticket.begin({ address, end })) return refuse(429, outgoing)
    outgoing.once('close', () => ticket.finish(end))
    const iterator: IncomingMessage['iterator'] = (options) => incoming.iterator(options)
    const send = (bytes: number) => {
      const isCovered = ticket.meter.send(bytes)
      // A body that is shorter than it was said to be: the other end must not wait for the rest.
      if (!isCovered) end()
      return isCovered
    }
    const info = { address, key: ticket.key, meter: { ...ticket.meter, send } }
    const request = { method: incoming.method, url, iterator }
    if (!(await reflect(request, outgoing, info))) refuse(404, outgoing)
  }

  return (incoming, outgoing) => {
    const [, id = '', url] = path.exec(incoming.url ?? '') ?? []
    if (url === undefined) return false
    const ticket = tickets.find(id)
    if (!ticket) refuse(404, outgoing)
    // The asker went away in the middle of a body, or was sent away.
    else answer({ ticket, url }, incoming, outgoing).catch(() => outgoing.destroy())
    return true
  }
}

function refuse(status: number, outgoing: ServerResponse): void {
  outgoing.writeHead(status, { connection: 'close' }).end()
}
