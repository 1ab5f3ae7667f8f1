import type { Address } from 'viem'
import type { SbnContext } from './context.js'
import { type GatewayRow, gateways } from './tables.js'

/** What assigning needs to know of a gateway; its sealed endpoint is not among it. */
export type Candidate = Omit<GatewayRow, 'sealed'>

/** Gateways that can be assigned, in memory. Rebuilt from the store at start. */
export type Candidates = {
  /**
   * Takes a number for a change, inside the transaction that makes it. Transactions run one after the
   * other, so the larger number is the later change, whoever comes to tell of it first.
   */
  stamp(): number
  /** Told after the commit how a gateway is now; `undefined` when it is gone. */
  set(gateway: Address, row: GatewayRow | undefined, stamp: number): void
  list(): Candidate[]
}

/** No gateways yet. */
export function createCandidates(): Candidates {
  const trusted = new Map<Address, Candidate>()
  const stamps = new Map<Address, number>()
  let last = 0
  return {
    stamp: () => ++last,
    set(gateway, row, stamp) {
      if ((stamps.get(gateway) ?? 0) > stamp) return
      stamps.set(gateway, stamp)
      if (!row?.status.trusted) {
        trusted.delete(gateway)
        return
      }
      const { sealed: _, ...candidate } = row
      trusted.set(gateway, candidate)
    },
    list: () => [...trusted.values()],
  }
}

/** Fills the list from the store. */
export async function restoreCandidates({
  candidates,
  store,
}: Pick<SbnContext, 'candidates' | 'store'>): Promise<void> {
  await store.transaction(async (tx) => {
    const stamp = candidates.stamp()
    for (const { value } of await gateways.list(tx)) candidates.set(value.gateway, value, stamp)
  })
}
