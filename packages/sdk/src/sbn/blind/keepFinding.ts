import type { Address } from 'viem'
import type { Transaction } from '../../store/store.js'
import type { BlindRecord } from './blindRecord.js'
import { kept } from './tables.js'

/** Keeps what was found out about a gateway that ends its registration: registering anew makes nobody new. */
export async function keepFinding(
  tx: Transaction,
  { blind, gateway }: { blind?: BlindRecord | undefined; gateway: Address },
): Promise<void> {
  if (blind?.finding) await kept.put(tx, gateway, blind)
}

/** What was kept of a gateway that registers again; kept on, since a reorganization may take that. */
export function findKept(tx: Transaction, gateway: Address): Promise<BlindRecord | undefined> {
  return kept.get(tx, gateway)
}
