export type {
  Connection,
  ConnectParameters,
  Driver,
  EndReason,
  FetchSession,
  Grant,
  GrantUpdate,
  ServeParameters,
  Server,
  ServerEvent,
  Session,
  Usage,
} from '../driver.js'
export { ConnectionInvalidError } from '../errors/ConnectionInvalidError.js'
export { ControlFailedError } from '../errors/ControlFailedError.js'
export { CredentialsRejectedError } from '../errors/CredentialsRejectedError.js'
export { DestinationRefusedError } from '../errors/DestinationRefusedError.js'
export {
  DestinationUnreachableError,
  type UnreachableReason,
} from '../errors/DestinationUnreachableError.js'
export { DialRefusedError } from '../errors/DialRefusedError.js'
export { GatewayIdentityError } from '../errors/GatewayIdentityError.js'
export { GatewayUnreachableError } from '../errors/GatewayUnreachableError.js'
export { InvalidParameterError } from '../errors/InvalidParameterError.js'
export { ListenFailedError } from '../errors/ListenFailedError.js'
export { MessageTooLargeError } from '../errors/MessageTooLargeError.js'
export { PassUnknownError } from '../errors/PassUnknownError.js'
export { ProtocolError } from '../errors/ProtocolError.js'
export { ServerClosedError } from '../errors/ServerClosedError.js'
export { SessionClosedError } from '../errors/SessionClosedError.js'
export { TimeoutError } from '../errors/TimeoutError.js'
export { TunnelError } from '../errors/TunnelError.js'
