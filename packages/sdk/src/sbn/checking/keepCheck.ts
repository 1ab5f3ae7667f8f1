import { type Address, keccak256, stringToHex } from 'viem'
import type { GatewayCheck } from '../../protocol/gatewayCheck.js'
import { stringify } from '../../protocol/stringify.js'
import { numberKey } from '../../store/numberKey.js'
import type { Transaction } from '../../store/store.js'
import { checks } from '../tables.js'

/** Checks of a gateway that are kept: about a day of them, at the usual interval. */
const mostKept = 300

/** Writes a check down, with the hash of what it found, and forgets the oldest. */
export async function keepCheck(
  tx: Transaction,
  gateway: Address,
  check: Omit<GatewayCheck, 'evidence'>,
): Promise<GatewayCheck> {
  const kept = { ...check, evidence: keccak256(stringToHex(stringify({ gateway, ...check }))) }
  await checks.put(tx, `${gateway}/${numberKey(check.at)}`, kept)
  const rows = await checks.list(tx, { prefix: `${gateway}/` })
  for (const { key } of rows.slice(0, -mostKept)) await checks.delete(tx, key)
  return kept
}
