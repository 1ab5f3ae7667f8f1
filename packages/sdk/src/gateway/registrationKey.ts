import type { Address } from 'viem'

/** The outbox key of what is done to one registration: the sequence number tells it from the next. */
export function registrationKey(
  action: 'register' | 'unregister',
  sbn: Address,
  sequence: bigint | string,
): string {
  return `${action}/${sbn}/${sequence}`
}
