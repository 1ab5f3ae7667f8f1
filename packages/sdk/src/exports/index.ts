export type { Contracts } from '../contracts/getContracts.js'
export type { PaymentState } from '../errors/base.js'
export { PassbandError } from '../errors/base.js'
export {
  ChainAnswerInvalidError,
  ChainRefusedError,
  ChainUnreachableError,
  InsufficientGasError,
  SignatureRefusedError,
} from '../errors/client.js'
export { ContractsUnknownError, PackageMissingError, WrongChainError } from '../errors/config.js'
export { type ConnectionEnd, ConnectionEndedError, type LossReason } from '../errors/connection.js'
export { ContractRevertedError } from '../errors/contract.js'
export { InvalidInputError } from '../errors/input.js'
export { NotRunningError } from '../errors/lifecycle.js'
export {
  MessageTooExpensiveError,
  NoGatewayFitsError,
  SbnAnswerInvalidError,
  SbnRefusedError,
  SbnUnreachableError,
} from '../errors/messaging.js'
export {
  MessageExpiredError,
  SignatureInvalidError,
  UnsealFailedError,
} from '../errors/protocol.js'
export {
  DeliveryInvalidError,
  DeliveryTimeoutError,
  DriverMissingError,
  InsufficientPrixError,
  PassEndedError,
  PassKeysMissingError,
  PassNotFoundError,
  PriceAboveBudgetError,
  QuoteAlreadyUsedError,
  QuoteAlteredError,
  QuoteExpiredError,
  QuoteNotAttestedError,
  TransactionPendingError,
} from '../errors/purchase.js'
export {
  StoreBusyError,
  StoreClosedError,
  StoreError,
  StoreInputError,
  StoreNestedTransactionError,
  StoreRowExistsError,
  StoreRowInvalidError,
  StoreRowMissingError,
  StoreTransactionEndedError,
  StoreUnavailableError,
} from '../errors/store.js'
export {
  PurchaseDroppedError,
  PurchaseReorganizedError,
  PurchaseUncertainError,
} from '../errors/unfinished.js'
export { formatPrix } from '../internal/formatPrix.js'
export {
  type ChainMessenger,
  type ChainMessengerParameters,
  chain as chainMessenger,
} from '../messaging/chain/chain.js'
export { type FallbackOptions, fallback as fallbackMessenger } from '../messaging/fallback.js'
export { type HttpOptions, http } from '../messaging/http.js'
export { memory as memoryMessenger } from '../messaging/memory.js'
export type {
  CallOptions,
  FallbackEvent,
  MessageCost,
  MessagingCost,
  Messenger,
  MessengerHost,
  SbnApi,
} from '../messaging/messenger.js'
export type {
  GatewayStatus,
  PassPage,
  PassRecord,
  RefusalReason,
  SbnInfo,
} from '../protocol/api.js'
export type { ConnectionInfo } from '../protocol/connectionInfo.js'
export type { Signed } from '../protocol/defineMessage.js'
export type { Details } from '../protocol/details.js'
export type { Duration } from '../protocol/duration.js'
export type { DriverCheck, GatewayCheck } from '../protocol/gatewayCheck.js'
export { hashTerms } from '../protocol/hashTerms.js'
export type { ChecksRequest } from '../protocol/messages/checksRequest.js'
export type { Delivery } from '../protocol/messages/delivery.js'
export type { DetailsRequest } from '../protocol/messages/detailsRequest.js'
export type { PassesRequest } from '../protocol/messages/passesRequest.js'
export type { SignedQuote } from '../protocol/messages/quote.js'
export type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
export type { StatusRequest } from '../protocol/messages/statusRequest.js'
export { packTerms } from '../protocol/packTerms.js'
export type { Service } from '../protocol/service.js'
export type { PackedTerms, Terms } from '../protocol/terms.js'
export { unpackTerms } from '../protocol/unpackTerms.js'
export type { Entry, ListOptions, Store, Transaction } from '../store/store.js'
export type { BuyOptions } from '../subscriber/buyPass.js'
export type { ConnectionEvents } from '../subscriber/connection/events.js'
export { keepConnected } from '../subscriber/connection/keepConnected.js'
export type {
  Connection,
  ConnectionStatus,
  Failover,
  KeepConnectedOptions,
} from '../subscriber/connection/types.js'
export type { SubscriberEvents } from '../subscriber/events.js'
export type { DeliveryOptions } from '../subscriber/openDelivery.js'
export { Pass, type PassStatus } from '../subscriber/pass.js'
export type { Quote } from '../subscriber/quote.js'
export type { RecoverOptions } from '../subscriber/recovery/recoverPasses.js'
export type { Requirements } from '../subscriber/requirements.js'
export type { ResumedPurchase, ResumeOptions } from '../subscriber/resumePurchases.js'
export { Subscriber, type SubscriberParameters } from '../subscriber/subscriber.js'
export type { Comparison, Verification, VerifyOptions } from '../subscriber/verifyPass.js'
