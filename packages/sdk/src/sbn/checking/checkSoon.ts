import type { Address } from 'viem'
import type { Transaction } from '../../store/store.js'
import { gateways } from '../tables.js'

/** Seconds after a check in which nobody's leaving brings about another. */
const quietTime = 10
/** The same for throughput, which takes longer and moves much. */
const quietTimeOfSpeed = 600

/**
 * Has a trusted gateway checked before its turn, its throughput as well, because a buyer left it early:
 * it may be gone, or be slow. Leaving costs the minimum, and the quiet times bound how often it has an
 * effect.
 */
export async function checkSoon(tx: Transaction, gateway: Address): Promise<void> {
  const row = await gateways.get(tx, gateway)
  if (!row?.status.trusted) return
  const { speed } = row
  const nextCheckAt = Math.min(row.nextCheckAt, (row.status.checkedAt ?? 0) + quietTime)
  // Who could bring about a blind test would know its buyer by the time.
  const next = speed && !speed.blind && Math.min(speed.next, speed.at + quietTimeOfSpeed)
  const sooner = { ...row, nextCheckAt, ...(speed && next && { speed: { ...speed, next } }) }
  await gateways.put(tx, gateway, sooner)
}
