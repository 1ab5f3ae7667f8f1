import type { Address } from 'viem'
import type { Transaction } from '../../store/store.js'
import { gateways } from '../tables.js'

/** Seconds after a check in which nobody's leaving brings about another. */
const quietTime = 10

/**
 * Has a trusted gateway checked before its turn, because a buyer left it early: it may be gone. Leaving
 * costs the minimum, and the quiet time bounds how often it has an effect.
 */
export async function checkSoon(tx: Transaction, gateway: Address): Promise<void> {
  const row = await gateways.get(tx, gateway)
  if (!row?.status.trusted) return
  const nextCheckAt = (row.status.checkedAt ?? 0) + quietTime
  if (nextCheckAt < row.nextCheckAt) await gateways.put(tx, gateway, { ...row, nextCheckAt })
}
