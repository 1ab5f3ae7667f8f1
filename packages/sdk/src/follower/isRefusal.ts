import { BaseError, HttpRequestError, RpcRequestError } from 'viem'
import { TooManyLogsError } from './tooManyLogs.js'

/** Whether a server answered, but said no. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof TooManyLogsError) return true
  if (!(error instanceof BaseError)) return false
  const refused = error.walk(
    (cause) =>
      cause instanceof RpcRequestError ||
      (cause instanceof HttpRequestError && [400, 413, 422].includes(cause.status ?? 0)),
  )
  return refused !== null
}
