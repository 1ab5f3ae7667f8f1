import ipaddr from 'ipaddr.js'
import { bytesToHex, type Hex } from 'viem'
import type { ReflectorMeter } from '../../measuring/createReflector.js'

/** Requests that a check makes besides those that move much: round trips, above all. */
const smallRequests = 512
/** What each of the others moves at least, in bytes. */
const leastMoved = 64 * 1_024

/** The right to use the reflector for one check, and what the reflector itself saw of it. */
export type CheckTicket = {
  readonly id: string
  /** 32 random bytes that the reflector shares with who has the ticket. */
  readonly key: Hex
  /** Addresses that its requests came from. */
  readonly addresses: ReadonlySet<string>
  /** Body bytes that were sent, and body bytes that arrived and were right. */
  readonly carried: { readonly down: number; readonly up: number }
  /** Counts body bytes; `false` beyond the budget. */
  readonly meter: ReflectorMeter
  /**
   * A request begins.
   *
   * @param request.end Ends it at once; called when the ticket is closed.
   * @returns Whether there is budget left for it.
   */
  begin(request: { address: string; end: () => void }): boolean
  /** A request is over by itself. */
  finish(end: () => void): void
  /** Makes the ticket void, and ends the requests that still run. */
  close(): void
}

/**
 * Who may use the reflector: one ticket for each check that runs, so that it serves nobody else's
 * traffic. A gateway sees its ticket, since it travels through it, but not its key; so a ticket carries no
 * more than its check needs.
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
  // Room for a measurement that is not exact to the byte.
  const limit = budget + Math.ceil(budget / 16) + leastMoved
  const mostRequests = smallRequests + Math.ceil((2 * limit) / leastMoved)
  const used = { down: 0, up: 0 }
  const carried = { down: 0, up: 0 }
  const addresses = new Set<string>()
  const running = new Set<() => void>()
  let isOpen = true
  let requests = 0
  const take = (direction: 'down' | 'up', bytes: number) => {
    used[direction] += bytes
    return isOpen && used[direction] <= limit
  }
  return {
    id: crypto.randomUUID(),
    key: bytesToHex(crypto.getRandomValues(new Uint8Array(32))),
    addresses,
    carried,
    meter: {
      send(bytes) {
        const isCovered = take('down', bytes)
        if (isCovered) carried.down += bytes
        return isCovered
      },
      receive: (bytes) => take('up', bytes),
      verified(bytes) {
        carried.up += bytes
      },
    },
    begin({ address, end }) {
      if (++requests > mostRequests || used.down > limit || used.up > limit) return false
      addresses.add(ipaddr.isValid(address) ? ipaddr.process(address).toString() : address)
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
