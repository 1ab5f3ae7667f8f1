import type { Address } from 'viem'
import type { GatewayCheck } from '../../protocol/gatewayCheck.js'
import { numberKey } from '../../store/numberKey.js'
import type { Transaction } from '../../store/store.js'
import { scoreGateway } from '../scoring/scoreGateway.js'
import type { GatewayRow } from '../tables.js'
import { epochSeconds } from './epochSeconds.js'
import { drafts } from './tables.js'

/** Keeps what a check found for the epoch in which it was made: the last one of the epoch counts. */
export async function draftFindings(
  tx: Transaction,
  row: Pick<GatewayRow, 'blind' | 'claimed' | 'gateway' | 'record' | 'status'>,
  check: Pick<GatewayCheck, 'at' | 'evidence'>,
): Promise<void> {
  const { country, ipType, latencyMs, mbps, trusted } = row.status
  const epoch = Math.floor(check.at / epochSeconds)
  const key = draftKey(epoch, row.gateway)
  if (!trusted || !country || !ipType || !mbps || latencyMs === undefined) {
    // What it was found to be before in this epoch is no longer so.
    await drafts.delete(tx, key)
    return
  }
  const { score } = scoreGateway(row, check.at)
  await drafts.put(tx, key, {
    ...{ gateway: row.gateway, epoch, checkedAt: check.at, country, ipType, mbps },
    ...{ latencyMs: Math.ceil(latencyMs), score, evidence: check.evidence },
  })
}

/** Where the findings of an epoch are. */
export function draftKey(epoch: number, gateway: Address): string {
  return `${numberKey(epoch)}/${gateway}`
}
