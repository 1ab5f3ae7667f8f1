import { PassbandError } from '../../errors/base.js'
import type { RefusalReason } from '../../protocol/api.js'

/** Errors of connecting that are the gateway's doing, by their code. */
const reasons: Record<string, RefusalReason> = {
  DELIVERY_TIMEOUT: 'NOT_DELIVERED',
  DELIVERY_INVALID: 'NOT_DELIVERED',
  PASS_ENDED: 'NOT_DELIVERED',
  CONNECTION_INVALID: 'ENDPOINT_REFUSED',
  CREDENTIALS_REJECTED: 'CHECK_REJECTED',
  DIAL_REFUSED: 'ENDPOINT_REFUSED',
}

/** Why a customer could not use a pass; `undefined` when that is not the gateway's doing. */
export function toReason(error: unknown): RefusalReason | undefined {
  const { cause, code } = error as { cause?: unknown; code?: unknown }
  if (typeof code !== 'string') return undefined
  // The SBN could not be asked.
  if (code === 'DELIVERY_TIMEOUT' && cause !== undefined) return undefined
  // What is not this package's is the driver's.
  return reasons[code] ?? (PassbandError.is(error) ? undefined : 'UNREACHABLE')
}
