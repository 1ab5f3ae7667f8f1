import type { Address, Hex } from 'viem'
import type { Transaction } from '../../store/store.js'
import { type GatewayRow, gateways } from '../tables.js'
import type { Groups } from './toGroups.js'

/** How far round trips may differ, as a part of the longer one, and still be those of one place. */
const likeness = 0.1
/** Most that are measured with one gateway. */
export const mostMates = 15
const mostOfNetwork = 4
/** Seconds in which nobody is measured again for the sake of others, where there are too many for one time. */
const quietTime = 600
/** A round trip of so many milliseconds more or less says nothing. */
const noiseMs = 2

/** Those that a gateway is measured together with, and what they have in common. */
export type Mates = { group: Hex; gateways: Address[] }

/**
 * Trusted gateways that could share a line with one: those of its block of addresses, or else those of
 * its network that answer as fast as it does.
 */
export async function findMates(
  tx: Transaction,
  {
    gateway,
    groups,
    latencyMs,
    now,
  }: { gateway: Address; groups: Groups; latencyMs: number; now: number },
): Promise<Mates> {
  const rows = (await gateways.list(tx))
    .map(({ value }) => value)
    .filter((row) => row.status.trusted && row.gateway !== gateway)
  const neighbours = rows.filter((row) => row.groups?.block === groups.block)
  if (neighbours.length > 0 || !groups.network)
    return { group: groups.block, gateways: pick(neighbours, mostMates, now) }
  const alike = rows.filter(
    (row) => row.groups?.network === groups.network && isAlike(row.status.latencyMs, latencyMs),
  )
  return alike.length > 0
    ? { group: groups.network, gateways: pick(alike, mostOfNetwork, now) }
    : { group: groups.block, gateways: [] }
}

/** Those for whom there is no room would have the others measured again, and so on. */
function pick(rows: readonly GatewayRow[], most: number, now: number): Address[] {
  const due = rows.filter(({ speed }) => now - (speed?.at ?? 0) >= quietTime)
  return (rows.length <= most ? rows : due.slice(0, most)).map((row) => row.gateway)
}

function isAlike(one = Number.POSITIVE_INFINITY, other: number): boolean {
  const difference = Math.abs(one - other)
  return difference <= noiseMs || difference <= likeness * Math.max(one, other)
}
