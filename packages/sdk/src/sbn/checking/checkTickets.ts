import ipaddr from 'ipaddr.js'
import type { ReflectorMeter } from '../../measuring/createReflector.js'
import { createTimeline, type Timeline } from '../../measuring/createTimeline.js'

/** What one request weighs besides its body, in bytes in each direction. */
const requestBytes = 1_024

/** The right to use the reflector for one check, and what the reflector itself saw of it. */
export type CheckTicket = {
  readonly id: string
  /** Addresses that its requests came from. */
  readonly addresses: ReadonlySet<string>
  /** Nonces that its requests carried. */
  readonly nonces: ReadonlySet<string>
  /** Body bytes that were sent, and body bytes that arrived and were right. */
  readonly carried: { readonly down: number; readonly up: number }
  /** When the body bytes arrived that were right. */
  readonly arrived: Pick<Timeline, 'read'>
  /** Counts body bytes; `false` beyond the budget. */
  readonly meter: ReflectorMeter
  /**
   * A request begins.
   *
   * @param request.end Ends it at once; called when the ticket is closed.
   * @returns Whether there is budget left for it.
   */
  begin(request: { address: string; nonce: string | null; end: () => void }): boolean
  /** A request is over by itself. */
  finish(end: () => void): void
  /** Makes the ticket void, and ends the requests that still run. */
  close(): void
}

/**
 * Who may use the reflector: one ticket for each check that runs, so that it serves nobody else's
 * traffic. A gateway sees its ticket, since it travels through it; so a ticket carries no more than
 * its check needs.
 */
export type CheckTickets = {
  /** A new ticket, good until it is closed, for so many body bytes in each direction. */
  open(budget: number): CheckTicket
  find(id: string): CheckTicket | undefined
}

/** No tickets yet. */
export function createCheckTickets(): CheckTickets {
  const tickets = new Map<string, CheckTicket>()
  return {
    open(budget) {
      const ticket = createTicket(budget, () => tickets.delete(ticket.id))
      tickets.set(ticket.id, ticket)
      return ticket
    },
    find: (id) => tickets.get(id),
  }
}

function createTicket(budget: number, onClose: () => void): CheckTicket {
  // Room for the requests themselves, and for a measurement that is not exact to the byte.
  const limit = budget + Math.ceil(budget / 16) + 64 * requestBytes
  const used = { down: 0, up: 0 }
  const carried = { down: 0, up: 0 }
  const arrived = createTimeline()
  const addresses = new Set<string>()
  const nonces = new Set<string>()
  const running = new Set<() => void>()
  let isOpen = true
  const take = (direction: 'down' | 'up', bytes: number) => {
    used[direction] += bytes
    return isOpen && used[direction] <= limit
  }
  return {
    id: crypto.randomUUID(),
    addresses,
    nonces,
    carried,
    arrived,
    meter: {
      send(bytes) {
        const isCovered = take('down', bytes)
        if (isCovered) carried.down += bytes
        return isCovered
      },
      receive: (bytes) => take('up', bytes),
      verified(bytes) {
        carried.up += bytes
        arrived.add(bytes)
      },
    },
    begin({ address, nonce, end }) {
      const isCovered = [take('down', requestBytes), take('up', requestBytes)].every(Boolean)
      if (!isCovered) return false
      addresses.add(ipaddr.isValid(address) ? ipaddr.process(address).toString() : address)
      if (nonce !== null && nonce.length <= 64) nonces.add(nonce)
      running.add(end)
      return true
    },
    finish: (end) => void running.delete(end),
    close() {
      isOpen = false
      onClose()
      for (const end of running) end()
      running.clear()
    },
  }
}
