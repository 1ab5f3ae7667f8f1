import type { EndReason } from '@passband/tunnel'
import { PassbandError } from '../../errors/base.js'
import type { LossReason } from '../../errors/connection.js'

/** By code, since a driver's error classes are not imported here. */
const reasons: Readonly<Record<string, LossReason>> = {
  GATEWAY_UNREACHABLE: 'unreachable',
  TIMEOUT: 'unreachable',
  DELIVERY_TIMEOUT: 'deliveryTimeout',
  DELIVERY_INVALID: 'deliveryInvalid',
  CONNECTION_INVALID: 'deliveryInvalid',
  DIAL_REFUSED: 'deliveryInvalid',
  GATEWAY_IDENTITY: 'wrongGateway',
  PROTOCOL: 'wrongGateway',
  CREDENTIALS_REJECTED: 'rejected',
  PASS_ENDED: 'passEnded',
  CHAIN_UNREACHABLE: 'chainUnavailable',
  CHAIN_REFUSED: 'chainUnavailable',
  PURCHASE_REORGANIZED: 'chainUnavailable',
  CHAIN_ANSWER_INVALID: 'chainUnavailable',
  NO_GATEWAY_FITS: 'noGateway',
  QUOTE_EXPIRED: 'sbnUnavailable',
  QUOTE_ALTERED: 'sbnUnavailable',
  GATEWAY_NOT_REGISTERED: 'sbnUnavailable',
  PAYEE_MISMATCH: 'sbnUnavailable',
  PRICE_ABOVE_BUDGET: 'budget',
}

const endReasons: Readonly<Record<EndReason, LossReason>> = {
  closed: 'sessionClosed',
  failed: 'sessionClosed',
  revoked: 'revoked',
  expired: 'expired',
  quota: 'quotaUsed',
}

/** What the end of a session means for its connection. */
export function fromEndReason(reason: EndReason): LossReason {
  return endReasons[reason]
}

/** What a failure to connect, to leave or to buy means for a connection. */
export function toReason(error: unknown): LossReason {
  const { code, reason, cause } = (error ?? {}) as {
    code?: unknown
    reason?: unknown
    cause?: unknown
  }
  if (typeof code !== 'string') return 'failed'
  // A gateway may well have delivered what the SBN does not hand out.
  if (code === 'DELIVERY_TIMEOUT' && cause !== undefined) return 'sbnUnavailable'
  if (code === 'SESSION_CLOSED') return endReasons[reason as EndReason] ?? 'sessionClosed'
  const known = reasons[code]
  if (known) return known
  if (!PassbandError.is(error)) return 'failed'
  if (error.name.startsWith('Sbn')) return 'sbnUnavailable'
  if (error.name.startsWith('Store')) return 'storeFailed'
  return 'failed'
}

const temporary: readonly LossReason[] = [
  'sbnUnavailable',
  'chainUnavailable',
  'storeFailed',
  'noGateway',
]

/** Whether it is nothing that the gateway did, and may pass. */
export function isTemporary(reason: LossReason): boolean {
  return temporary.includes(reason)
}

const hopeless: readonly LossReason[] = [
  'deliveryTimeout',
  'deliveryInvalid',
  'wrongGateway',
  'quotaUsed',
]

/** Whether another try at the same gateway is not worth its time. */
export function isHopeless(reason: LossReason): boolean {
  return hopeless.includes(reason)
}
