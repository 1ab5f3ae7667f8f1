import type { Address } from 'viem'
import type { Transaction } from '../../store/store.js'
import { gateways } from '../tables.js'

/** Has gateways measured now, with another one that they could share a line with. */
export async function bringForward(tx: Transaction, mates: readonly Address[]): Promise<void> {
  for (const gateway of mates) {
    const row = await gateways.get(tx, gateway)
    if (!row) continue
    await gateways.put(tx, gateway, {
      ...row,
      nextCheckAt: 0,
      ...(row.speed && { speed: { ...row.speed, next: 0, blind: false } }),
    })
  }
}
