/**
 * Who may use the reflector: one ticket for each check that runs, so that it serves nobody else's
 * traffic.
 */
export type CheckTickets = {
  /** A new ticket, good until it is closed. */
  open(): { ticket: string; close(): void }
  isOpen(ticket: string): boolean
}

/** No tickets yet. */
export function createCheckTickets(): CheckTickets {
  const tickets = new Set<string>()
  return {
    open() {
      const ticket = crypto.randomUUID()
      tickets.add(ticket)
      return { ticket, close: () => void tickets.delete(ticket) }
    },
    isOpen: (ticket) => tickets.has(ticket),
  }
}
