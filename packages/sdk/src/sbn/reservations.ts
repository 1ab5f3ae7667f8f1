import type { Address, Hex } from 'viem'

/** How much of each gateway is spoken for. Rebuilt from the store at start. */
export type Reservations = {
  /** Holds bandwidth until a Unix time in seconds; again with the same id replaces. */
  hold(passId: Hex, reservation: { gateway: Address; mbps: number; until: number }): void
  release(passId: Hex): void
  /** Mbit/s of a gateway that are held at a Unix time in seconds. */
  held(gateway: Address, now: number): number
}

/** An empty book of reservations. */
export function createReservations(): Reservations {
  const byGateway = new Map<Address, Map<Hex, { mbps: number; until: number }>>()
  const gatewayOf = new Map<Hex, Address>()
  const release = (passId: Hex) => {
    const gateway = gatewayOf.get(passId)
    if (gateway) byGateway.get(gateway)?.delete(passId)
    gatewayOf.delete(passId)
  }
  return {
    hold(passId, { gateway, mbps, until }) {
      release(passId)
      gatewayOf.set(passId, gateway)
      const held = byGateway.get(gateway) ?? new Map<Hex, { mbps: number; until: number }>()
      byGateway.set(gateway, held.set(passId, { mbps, until }))
    },
    release,
    held(gateway, now) {
      let sum = 0
      for (const [passId, { mbps, until }] of byGateway.get(gateway) ?? []) {
        if (until > now) sum += mbps
        else release(passId)
      }
      return sum
    },
  }
}
