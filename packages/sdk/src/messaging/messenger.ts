import type { Hex } from 'viem'
import type { Call } from '../actions/call.js'
import type { GatewayStatus, PassPage, SbnInfo } from '../protocol/api.js'
import type { Signed } from '../protocol/defineMessage.js'
import type { Details } from '../protocol/details.js'
import type { ChecksRequest } from '../protocol/messages/checksRequest.js'
import type { Delivery } from '../protocol/messages/delivery.js'
import type { DetailsRequest } from '../protocol/messages/detailsRequest.js'
import type { PassesRequest } from '../protocol/messages/passesRequest.js'
import type { SignedQuote } from '../protocol/messages/quote.js'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import type { StatusRequest } from '../protocol/messages/statusRequest.js'
import type { SealContext } from '../protocol/sealContext.js'
import type { Store } from '../store/store.js'

export type CallOptions = {
  /** Aborts waiting for the answer. */
  signal?: AbortSignal | undefined
}

/**
 * What can be asked of an SBN. The SBN implements it; a {@link Messenger} carries it.
 *
 * Every answer is checked by the asker: signatures, hashes and the chain decide, not the way it came.
 */
export type SbnApi = {
  getInfo(options?: CallOptions): Promise<SbnInfo>
  requestQuote(request: Signed<QuoteRequest>, options?: CallOptions): Promise<SignedQuote>
  /** For the gateway of a pass. */
  getDetails(request: Signed<DetailsRequest>, options?: CallOptions): Promise<Details>
  /** From the gateway of a pass. */
  deliver(delivery: Signed<Delivery>, options?: CallOptions): Promise<void>
  /**
   * What the gateway delivered for a pass, or `undefined` when nothing came within `waitSeconds`
   * (at most 25).
   */
  getDelivery(
    passId: Hex,
    options?: CallOptions & { waitSeconds?: number | undefined },
  ): Promise<Signed<Delivery> | undefined>
  /** At most 100 of the passes that the SBN quoted to an owner, from the one after `after` on. */
  listPasses(
    request: Signed<PassesRequest>,
    options?: CallOptions & { after?: Hex | undefined },
  ): Promise<PassPage>
  /**
   * What is attested about the gateway of a quote, sealed to who got the quote; `undefined` when that
   * gateway was not attested yet.
   */
  getAttested(passId: Hex, options?: CallOptions): Promise<Hex | undefined>
  /** For the buyer of a pass, sealed to it: a reflector to measure its session with, for a while. */
  getReflector(passId: Hex, options?: CallOptions): Promise<Hex>
  getStatus(request: Signed<StatusRequest>, options?: CallOptions): Promise<GatewayStatus>
  /** For a gateway: the checks that were made of it, the newest first, each to be looked at (`GatewayCheck`). */
  getChecks(request: Signed<ChecksRequest>, options?: CallOptions): Promise<unknown[]>
}

/** What one message costs in the chain's own currency. */
export type MessageCost = {
  gas: bigint
  /** Wei: the gas, times the most that is offered for it now. */
  cost: bigint
}

/** What the messages of one purchase cost when the chain carries them, and whom. */
export type MessagingCost = {
  /** The request, paid by who asks. */
  ask: MessageCost
  /** The quote, paid by the SBN. */
  quote: MessageCost
  /** The connection info, paid by the gateway. */
  delivery: MessageCost
  /** Wei: no message that costs more is posted. */
  maxCost: bigint
}

/** Another way of sending was taken. */
export type FallbackEvent = {
  /** Name of the messenger that reached nobody. */
  from: string
  /** Name of the one that is used now. */
  to: string
  /** Wei that asking costs there at most; `undefined` when it costs nothing. */
  cost: bigint | undefined
}

/** What a role lends to the messenger that it uses. */
export type MessengerHost = {
  /** Where the messenger keeps what has to outlive the process. */
  store: Store
  /** Sends a call, once for each key, and waits until it is mined. A messenger sends by itself without. */
  post?: ((key: string, call: Call, signal: AbortSignal | undefined) => Promise<void>) | undefined
  /** Opens details that an SBN sealed to this gateway; `undefined` when they are not for it. */
  openDetails?: ((sealed: Hex, context: SealContext) => Promise<Uint8Array | undefined>) | undefined
  /** Told when another way of sending was taken. */
  onFallback?: ((event: FallbackEvent) => void) | undefined
}

/** What carries requests, quotes and deliveries between subscribers, gateways and an SBN. */
export type Messenger = SbnApi & {
  readonly name: string
  /** Seconds that a request has to stay valid to get there. @default 120 */
  readonly requestSeconds?: number | undefined
  /** What the messages of one purchase cost. A messenger without it costs nothing. */
  estimate?: ((options?: CallOptions) => Promise<MessagingCost>) | undefined
  /** The same messenger, using what a role lends it. One without it needs nothing. */
  attach?: ((host: MessengerHost) => Messenger) | undefined
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
