export {
  ChallengerAnswerInvalidError,
  ChallengerKeyWrongError,
  ChallengerRefusedError,
  ChallengerUnreachableError,
} from '../errors/challenger.js'
export {
  EndpointsDisagreeError,
  LogsMissingError,
  ReorgTooDeepError,
  RpcAnswerInvalidError,
  RpcContradictionError,
  RpcFarBehindError,
  RpcLaggingError,
} from '../errors/follower.js'
export { GeoDataError, GeoInputError, GeoUnavailableError } from '../errors/geo.js'
export {
  FeeCapReachedError,
  IntentUnknownError,
  NonceTakenError,
  OutboxClosedError,
  OutboxKeyInUseError,
  ReceiptUnavailableError,
  TransactionRevertedError,
} from '../errors/outbox.js'
export { type AsnRangesParameters, asnRanges } from '../geo/asnRanges/asnRanges.js'
export type { GeoReason, GeoReasonCode } from '../geo/classify/reasons.js'
export type { GeoVote } from '../geo/classify/toVote.js'
export {
  type AddressClassification,
  type ClassifyAddressParameters,
  classifyAddress,
} from '../geo/classifyAddress.js'
export {
  type Coordinates,
  type IsPossibleParameters,
  isPossible,
  type RoundTrip,
} from '../geo/distance/isPossible.js'
export type { GeoSource, Place } from '../geo/geoSource.js'
export { type HostingRangesParameters, hostingRanges } from '../geo/hostingRanges/hostingRanges.js'
export {
  type ReadHostingRangesParameters,
  readHostingRanges,
} from '../geo/hostingRanges/readHostingRanges.js'
export { type MmdbParameters, mmdb } from '../geo/mmdb/mmdb.js'
export {
  type NetworkClass,
  type NetworkTable,
  parseNetworkTable,
} from '../geo/networks/parseNetworkTable.js'
export type { StaticGeoParameters } from '../geo/staticGeo.js'
export { staticGeo } from '../geo/staticGeo.js'
export type { IpType } from '../protocol/schemas.js'
export type {
  BlindOrder,
  BlindParameters,
  BlindPurchase,
  BlindShopper,
} from '../sbn/blind/blindShopper.js'
export type {
  ChallengeDirection,
  ChallengeOrder,
  ChallengeReport,
  Challenger,
} from '../sbn/challengers/challenger.js'
export { httpChallenger } from '../sbn/challengers/httpChallenger.js'
export { type RunningChallenger, serveChallenger } from '../sbn/challengers/serveChallenger.js'
export type { SbnEvents } from '../sbn/events.js'
export type { GatewayExplanation, QuoteExplanation } from '../sbn/explain.js'
export type { OnchainPolicy } from '../sbn/inbox/onchain.js'
export {
  defaultPricing,
  explainPrice,
  getPrice,
  type Priced,
  type PricingPolicy,
} from '../sbn/pricing.js'
export { SBN, type SbnParameters } from '../sbn/sbn.js'
export type { ThroughputTest } from '../sbn/throughputTest.js'
export { fundFrom } from '../shopper/fundFrom.js'
export type { BuyerFunding } from '../shopper/funding.js'
export {
  type SubscriberShopperParameters,
  subscriberShopper,
} from '../shopper/subscriberShopper.js'
