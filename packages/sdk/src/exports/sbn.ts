export {
  EndpointsDisagreeError,
  LogsMissingError,
  ReorgTooDeepError,
  RpcAnswerInvalidError,
  RpcContradictionError,
  RpcFarBehindError,
  RpcLaggingError,
} from '../errors/follower.js'
export { GeoInputError, GeoUnavailableError } from '../errors/geo.js'
export {
  FeeCapReachedError,
  IntentUnknownError,
  NonceTakenError,
  OutboxClosedError,
  OutboxKeyInUseError,
  ReceiptUnavailableError,
  TransactionRevertedError,
} from '../errors/outbox.js'
export type { GeoSource, Place } from '../geo/geoSource.js'
export { type LookupResult, lookupAddress } from '../geo/lookupAddress.js'
export type { StaticGeoParameters } from '../geo/staticGeo.js'
export { staticGeo } from '../geo/staticGeo.js'
export type { IpType } from '../protocol/schemas.js'
export type { SbnEvents } from '../sbn/events.js'
export type { OnchainPolicy } from '../sbn/inbox/onchain.js'
export { defaultPricing, getPrice, type Priced, type PricingPolicy } from '../sbn/pricing.js'
export { SBN, type SbnParameters } from '../sbn/sbn.js'
