import type { FetchSession } from '@passband/tunnel'
import type { Address, Hex } from 'viem'
import type { Reflector } from '../../measuring/reflector.js'
import type { Duration } from '../../protocol/duration.js'
import type { Service } from '../../protocol/service.js'
import type { Guard } from './createGuard.js'

/** What a blind check buys. */
export type BlindOrder = {
  /** The only gateway of which it is bought: a quote of another one is not. */
  gateway: Address
  service: Service
  /** ISO 3166-1 alpha-2; any when left out. */
  country?: string | undefined
  /** Mbit/s. */
  mbps: number
  /** Seconds. */
  duration: number
  /** PRIX base units. */
  maxPrice: bigint
}

/** A pass that was bought for a blind check. */
export type BlindPurchase = {
  passId: Hex
  /** What was paid, PRIX base units; what is not used comes back. */
  price: bigint
  /** Waits for the delivery, and connects as any customer does. */
  connect(options: { signal?: AbortSignal | undefined }): Promise<FetchSession>
}

type Options = { signal?: AbortSignal | undefined }

/**
 * Buys passes as anybody would, each from an account of its own, so that a gateway cannot tell a check
 * from a customer. It knows the SBN as customers do: by its API and the chain.
 *
 * An SBN calls `prepare`, `buy`, and `finish`, in this order, for each blind check; after a crash, it
 * calls `finish` for what is `unfinished`.
 */
export type BlindShopper = {
  /** Names of the drivers that it connects with, in no order. */
  readonly drivers: readonly string[]
  /**
   * Makes a buyer that nobody has seen before, with so much money.
   *
   * @param options.prix PRIX base units.
   * @returns Its account.
   */
  prepare(options: Options & { prix: bigint }): Promise<Address>
  /** Asks for a quote, and buys it, once for each buyer. A throw means that nothing can be said of the gateway. */
  buy(buyer: Address, order: BlindOrder, options: Options): Promise<BlindPurchase>
  /**
   * Leaves what was bought, and brings the rest back. Can be asked again, also after a crash.
   *
   * @returns PRIX base units that the pass cost in the end, where that is known; `isDone` tells whether
   * nothing is left to be done for this buyer.
   */
  finish(buyer: Address, options: Options): Promise<{ isDone: boolean; cost?: bigint | undefined }>
  /** Buyers that are not finished. */
  unfinished(): Promise<Address[]>
}

/** How an SBN checks gateways the way a customer would. */
export type BlindParameters = {
  shopper: BlindShopper
  /** Which part of the throughput tests of trusted gateways is blind, from 0 to 1. @default 0.5 */
  share?: number | undefined
  /**
   * Most PRIX base units that blind checks may cost in a day (UTC). A pass counts with its price until
   * it is left, and with what it cost after that. When they are used up, tests are open ones.
   */
  budgetPerDay: bigint
  /**
   * Where blind checks measure, one of them at random for each. They should be found nowhere else: a
   * gateway knows this SBN's own. When left out, it is that one, as it is lent to customers who verify.
   */
  reflectors?: readonly Reflector[] | undefined
  /** Lengths of the passes that are bought, one of them at random. @default ['30m', '1h', '2h', '4h'] */
  durations?: readonly Duration[] | undefined
}

/** The same, checked. */
export type Blind = {
  shopper: BlindShopper
  share: number
  budgetPerDay: bigint
  reflectors: readonly Reflector[]
  /** Seconds. */
  durations: readonly number[]
  guard: Guard
}
