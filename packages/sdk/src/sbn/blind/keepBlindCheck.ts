import { type Address, bytesToHex, keccak256, stringToHex } from 'viem'
import type { DriverCheck, GatewayCheck } from '../../protocol/gatewayCheck.js'
import { stringify } from '../../protocol/stringify.js'
import { numberKey } from '../../store/numberKey.js'
import type { Transaction } from '../../store/store.js'
import { blindChecks } from './tables.js'

const day = 86_400
/** Days after which the owner sees a blind check. */
const shownAfter = 2
/** Blind checks of a gateway that are kept. */
const mostKept = 60

/**
 * Writes a blind check down for the gateway's owner, who is told the day, and only later: from the
 * second he could find out which account it was that bought, and whose money that was.
 */
export async function keepBlindCheck(
  tx: Transaction,
  gateway: Address,
  { at, bought, seen }: { at: number; bought: number; seen: DriverCheck },
): Promise<void> {
  const { reason } = seen
  const check = {
    at: Math.floor(at / day) * day,
    kind: 'blind' as const,
    outcome: reason ? ('refused' as const) : ('passed' as const),
    ...(reason && { reason }),
    bought,
    drivers: [seen],
  }
  const evidence = keccak256(stringToHex(stringify({ gateway, ...check })))
  const random = bytesToHex(crypto.getRandomValues(new Uint8Array(8)))
  await blindChecks.put(tx, `${gateway}/${numberKey(check.at)}/${random}`, { ...check, evidence })
  const rows = await blindChecks.list(tx, { prefix: `${gateway}/` })
  for (const { key } of rows.slice(0, -mostKept)) await blindChecks.delete(tx, key)
}

/** Blind checks that the owner of a gateway may see, the newest first. */
export async function listBlindChecks(
  tx: Transaction,
  gateway: Address,
  now: number,
): Promise<GatewayCheck[]> {
  const rows = await blindChecks.list(tx, { prefix: `${gateway}/` })
  return rows
    .map(({ value }) => value)
    .filter(({ at }) => at + shownAfter * day <= now)
    .reverse()
}
