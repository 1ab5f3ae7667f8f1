export {
  EndpointsDisagreeError,
  LogsMissingError,
  ReorgTooDeepError,
  RpcAnswerInvalidError,
  RpcContradictionError,
  RpcFarBehindError,
  RpcLaggingError,
} from '../errors/follower.js'
export { PassUnservedError, type RefusedTerm, TermsRefusedError } from '../errors/gateway.js'
export {
  FeeCapReachedError,
  IntentUnknownError,
  NonceTakenError,
  OutboxClosedError,
  OutboxKeyInUseError,
  ReceiptUnavailableError,
  TransactionRevertedError,
} from '../errors/outbox.js'
export type { GatewayEvents } from '../gateway/events.js'
export { Gateway, type GatewayParameters } from '../gateway/gateway.js'
export type { PassRow as GatewayPass } from '../gateway/tables.js'
