import type { Address, Hex } from 'viem'

type Held = { gateway: Address; mbps: number; until: number }

/** A quote that was not bought yet. */
export type OpenQuote = Held & { subscriber: Address; price: bigint }

/**
 * How much of each gateway is spoken for. Rebuilt from the store at start.
 *
 * A pass that was bought holds its bandwidth. An open quote costs nothing, so it holds only what its
 * asker could pay for, and of each asker only the newest counts for a gateway: nobody without money
 * can keep a gateway from others. The price of it is that a quote may come too late; the buyer then
 * shares the gateway until other passes end.
 */
export type Reservations = {
  /** Holds bandwidth for a pass until a Unix time in seconds, in place of its quote. */
  hold(passId: Hex, reservation: Held): void
  /**
   * Holds bandwidth for a quote until its deadline, in place of the asker's last one there.
   *
   * @returns Takes it back, for a quote that was not given after all.
   */
  holdQuote(passId: Hex, quote: OpenQuote): () => void
  release(passId: Hex): void
  /** Lets go of it, unless it was bought meanwhile. */
  releaseQuote(passId: Hex): void
  /**
   * Mbit/s of a gateway that are held at a Unix time in seconds, without the open quote of whoever
   * asks for another one.
   */
  held(gateway: Address, now: number, asker?: Address): number
  /** Mbit/s of a gateway that were bought and run at a Unix time in seconds, without open quotes. */
  sold(gateway: Address, now: number): number
  /** Quotes that hold something. */
  openQuotes(): (OpenQuote & { passId: Hex })[]
}

/** An empty book of reservations. */
export function createReservations(): Reservations {
  const byGateway = new Map<Address, Map<Hex, { mbps: number; until: number }>>()
  const gatewayOf = new Map<Hex, Address>()
  const open = new Map<string, OpenQuote & { passId: Hex }>()
  const openKeys = new Map<Hex, string>()

  const release = (passId: Hex) => {
    const gateway = gatewayOf.get(passId)
    if (gateway) byGateway.get(gateway)?.delete(passId)
    gatewayOf.delete(passId)
    const key = openKeys.get(passId)
    if (key) open.delete(key)
    openKeys.delete(passId)
  }
  const hold = (passId: Hex, { gateway, mbps, until }: Held) => {
    release(passId)
    gatewayOf.set(passId, gateway)
    const held = byGateway.get(gateway) ?? new Map<Hex, { mbps: number; until: number }>()
    byGateway.set(gateway, held.set(passId, { mbps, until }))
  }
  return {
    hold,
    holdQuote(passId, quote) {
      const key = `${quote.subscriber}/${quote.gateway}`
      const earlier = open.get(key)
      if (earlier) release(earlier.passId)
      const put = (one: OpenQuote & { passId: Hex }) => {
        hold(one.passId, one)
        open.set(key, one)
        openKeys.set(one.passId, key)
      }
      put({ ...quote, passId })
      return () => {
        release(passId)
        if (earlier && !open.has(key)) put(earlier)
      }
    },
    release,
    releaseQuote(passId) {
      if (openKeys.has(passId)) release(passId)
    },
    held(gateway, now, asker) {
      const own = open.get(`${asker}/${gateway}`)?.passId
      let sum = 0
      for (const [passId, { mbps, until }] of byGateway.get(gateway) ?? []) {
        if (until <= now) release(passId)
        else if (passId !== own) sum += mbps
      }
      return sum
    },
    sold(gateway, now) {
      const running = [...(byGateway.get(gateway) ?? [])].filter(
        ([passId, { until }]) => until > now && !openKeys.has(passId),
      )
      return running.reduce((sum, [, { mbps }]) => sum + mbps, 0)
    },
    openQuotes: () => [...open.values()],
  }
}
