import type { Address } from 'viem'

/** Which buyers are at work in this process: nobody else finishes them. */
export type Guard = {
  /** Makes a buyer, who is at work until it is released. */
  prepare(make: () => Promise<Address>): Promise<Address>
  release(buyer: Address): void
  /** Reads a list of buyers, and returns those that nobody in this process works with. */
  idle(read: () => Promise<Address[]>): Promise<Address[]>
}

/** Nobody at work. */
export function createGuard(): Guard {
  const working = new Set<Address>()
  const preparing = new Set<Promise<unknown>>()
  return {
    async prepare(make) {
      const making = make()
      preparing.add(making)
      try {
        const buyer = await making
        working.add(buyer)
        return buyer
      } finally {
        preparing.delete(making)
      }
    },
    release: (buyer) => void working.delete(buyer),
    async idle(read) {
      // Whoever is made meanwhile may be on the list, and his account is not known yet.
      if (preparing.size > 0) return []
      const before = new Set(working)
      const all = await read()
      if (preparing.size > 0) return []
      return all.filter((buyer) => !working.has(buyer) && !before.has(buyer))
    },
  }
}
