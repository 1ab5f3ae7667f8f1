import type { Hex } from 'viem'
import type { GatewayStatus, PassRecord, SbnInfo } from '../protocol/api.js'
import type { Signed } from '../protocol/defineMessage.js'
import type { Details } from '../protocol/details.js'
import type { Delivery } from '../protocol/messages/delivery.js'
import type { DetailsRequest } from '../protocol/messages/detailsRequest.js'
import type { PassesRequest } from '../protocol/messages/passesRequest.js'
import type { SignedQuote } from '../protocol/messages/quote.js'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import type { StatusRequest } from '../protocol/messages/statusRequest.js'

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
  listPasses(request: Signed<PassesRequest>, options?: CallOptions): Promise<PassRecord[]>
  getStatus(request: Signed<StatusRequest>, options?: CallOptions): Promise<GatewayStatus>
}

/** What carries requests, quotes and deliveries between subscribers, gateways and an SBN. */
export type Messenger = SbnApi & {
  readonly name: string
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
