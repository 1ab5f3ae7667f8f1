import {
  BaseError,
  ChainDisconnectedError,
  HttpRequestError,
  ProviderDisconnectedError,
  SocketClosedError,
  TimeoutError,
  WebSocketRequestError,
} from 'viem'

const connectionErrors = [
  HttpRequestError,
  TimeoutError,
  WebSocketRequestError,
  SocketClosedError,
  ProviderDisconnectedError,
  ChainDisconnectedError,
]

/** The failure to reach the RPC server inside an error, or `undefined`. */
export function findConnectionError(error: unknown): unknown {
  if (!(error instanceof BaseError)) return undefined
  const isOne = (cause: unknown) => connectionErrors.some((kind) => cause instanceof kind)
  return error.walk(isOne) ?? undefined
}
