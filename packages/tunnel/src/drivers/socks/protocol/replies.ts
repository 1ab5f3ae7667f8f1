import { DestinationRefusedError } from '../../../errors/DestinationRefusedError.js'
import {
  DestinationUnreachableError,
  type UnreachableReason,
} from '../../../errors/DestinationUnreachableError.js'
import { TimeoutError } from '../../../errors/TimeoutError.js'
import type { TunnelError } from '../../../errors/TunnelError.js'

/** Reply codes of RFC 1928, section 6. */
export const Reply = {
  succeeded: 0,
  failure: 1,
  notAllowed: 2,
  networkUnreachable: 3,
  hostUnreachable: 4,
  refused: 5,
  timeout: 6,
  commandNotSupported: 7,
  addressTypeNotSupported: 8,
} as const

const replyOfReason: Record<UnreachableReason, number> = {
  general: Reply.failure,
  network: Reply.networkUnreachable,
  host: Reply.hostUnreachable,
  refused: Reply.refused,
  timeout: Reply.timeout,
  reset: Reply.failure,
}

const reasonOfErrno: Record<string, UnreachableReason> = {
  ENETUNREACH: 'network',
  ENETDOWN: 'network',
  EADDRNOTAVAIL: 'network',
  EHOSTUNREACH: 'host',
  EHOSTDOWN: 'host',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
}

/** The reply code that tells a client why its destination could not be reached. */
export function toReply(error: unknown): number {
  if (DestinationRefusedError.is(error)) return Reply.notAllowed
  if (DestinationUnreachableError.is(error)) return replyOfReason[error.reason]
  if (TimeoutError.is(error)) return Reply.timeout
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return replyOfReason[reasonOfErrno[code] ?? 'general']
}

/** The error that a reply code stands for. */
export function fromReply(code: number): TunnelError {
  if (code === Reply.notAllowed) return new DestinationRefusedError()
  const reason = (Object.keys(replyOfReason) as UnreachableReason[]).find(
    (candidate) => replyOfReason[candidate] === code,
  )
  return new DestinationUnreachableError(reason ?? 'general')
}
