import { SbnRefusedError } from '../../errors/messaging.js'
import type { GatewayCheck } from '../../protocol/gatewayCheck.js'
import type { ChecksRequest } from '../../protocol/messages/checksRequest.js'
import type { Transaction } from '../../store/store.js'
import { listBlindChecks } from '../blind/keepBlindCheck.js'
import { checks, gateways } from '../tables.js'

/** Most checks of an answer: the newest. */
const mostShown = 50
/** Most blind ones of them, which are told late. */
const mostBlindShown = 10
/** Seconds after a check from which its owner can have another. */
const patience = 60
/** The same where throughput would be measured again. */
const patienceOfSpeed = 600

/**
 * The newest checks of a gateway, the newest first. Asked for another, it is checked next, unless it
 * was checked a moment ago. Blind ones come after the others.
 */
export async function answerChecks(
  tx: Transaction,
  { again, gateway }: Pick<ChecksRequest, 'again' | 'gateway'>,
  now: number,
): Promise<GatewayCheck[]> {
  const row = await gateways.get(tx, gateway)
  if (!row)
    throw new SbnRefusedError({
      code: 'GATEWAY_UNKNOWN',
      title: 'No such gateway is registered here.',
      retryable: true,
    })
  if (again && row.nextCheckAt > now) {
    const { checkedAt, reason } = row.status
    const wait = reason === 'BELOW_CLAIM' ? patienceOfSpeed : patience
    if (checkedAt !== undefined && now < checkedAt + wait)
      throw new SbnRefusedError({
        code: 'CHECKED_LATELY',
        title: `It was checked less than ${wait} seconds ago.`,
        retryable: true,
      })
    await gateways.put(tx, gateway, { ...row, nextCheckAt: now })
  }
  const rows = await checks.list(tx, { prefix: `${gateway}/` })
  const newest = rows
    .slice(-mostShown)
    .reverse()
    .map(({ value }) => value)
  const blind = await listBlindChecks(tx, gateway, now)
  return [...newest, ...blind.slice(0, mostBlindShown)]
}
