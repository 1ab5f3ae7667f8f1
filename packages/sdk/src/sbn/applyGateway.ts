import type { Address, Hex } from 'viem'
import { type Position, positionKey, undoLimit } from '../follower/positionKey.js'
import type { Transaction } from '../store/store.js'
import type { Announcement } from './applyEvents.js'
import { findKept, keepFinding } from './blind/keepFinding.js'
import type { SbnContext } from './context.js'
import { type GatewayRow, gateways, replacedGateways } from './tables.js'

/** A gateway registered, or published another endpoint. */
export async function registerGateway(
  context: Pick<SbnContext, 'candidates'>,
  tx: Transaction,
  seen: {
    gateway: Address
    payee: Address
    floorPrice: bigint
    sequence: bigint | string
    sealedEndpoint: Hex
  },
  position: Position,
): Promise<Announcement[]> {
  const { floorPrice, gateway, payee, sealedEndpoint } = seen
  const sequence = BigInt(seen.sequence)
  const known = await gateways.get(tx, gateway)
  const blind = known ? known.blind : await findKept(tx, gateway)
  const isOld = known !== undefined && BigInt(known.sequence) >= sequence
  if (isOld && known.payee === payee && known.floorPrice === floorPrice) return []
  // Only the endpoint goes by its sequence. Payee and floor price are what the contract has now: a
  // quote with others could not be bought.
  const row: GatewayRow = isOld
    ? { ...known, payee, floorPrice, status: { ...known.status, floorPrice } }
    : {
        gateway,
        payee,
        floorPrice,
        sequence: sequence.toString(),
        sealed: sealedEndpoint,
        status: { gateway, floorPrice, trusted: false, reason: 'PENDING' },
        offers: [],
        nextCheckAt: 0,
        ...(known?.record && { record: known.record }),
        ...(known?.uncountersigned && { uncountersigned: true }),
        ...(blind && { blind }),
      }
  await replacedGateways.put(tx, positionKey(position), { gateway, before: known })
  await gateways.put(tx, gateway, row)
  return [{ name: 'gatewaySeen', event: { gateway }, apply: applyLater(context, gateway, row) }]
}

/** A gateway ended its registration. */
export async function unregisterGateway(
  context: Pick<SbnContext, 'candidates'>,
  tx: Transaction,
  gateway: Address,
  position: Position,
): Promise<Announcement[]> {
  const known = await gateways.get(tx, gateway)
  if (!known) return []
  await replacedGateways.put(tx, positionKey(position), { gateway, before: known })
  await keepFinding(tx, known)
  await gateways.delete(tx, gateway)
  const apply = applyLater(context, gateway, undefined)
  return [{ name: 'gatewayRefused', event: { gateway, reason: 'GONE' }, apply }]
}

/** A reorganization took what a gateway had published: what was there before is there again. */
export async function undoGateway(
  context: Pick<SbnContext, 'candidates'>,
  tx: Transaction,
  position: Position,
): Promise<Announcement[]> {
  const key = positionKey(position)
  const replaced = await replacedGateways.get(tx, key)
  // It changed nothing when it came.
  if (!replaced) return []
  await replacedGateways.delete(tx, key)
  const { before, gateway } = replaced
  // The check that it passed may have been long ago.
  const row = before && { ...before, nextCheckAt: 0 }
  if (row) await gateways.put(tx, gateway, row)
  else await gateways.delete(tx, gateway)
  const apply = applyLater(context, gateway, row)
  return [{ name: 'gatewayUndone', event: { gateway }, apply }]
}

/** Forgets what cannot be undone any more: what is further back than a follower goes. */
export async function forgetReplaced(tx: Transaction, head: bigint): Promise<void> {
  const limit = undoLimit(head)
  for (const { key } of await replacedGateways.list(tx, { limit: 100 })) {
    if (key >= limit) break
    await replacedGateways.delete(tx, key)
  }
}

function applyLater(
  { candidates }: Pick<SbnContext, 'candidates'>,
  gateway: Address,
  row: GatewayRow | undefined,
) {
  const stamp = candidates.stamp()
  return () => candidates.set(gateway, row, stamp)
}
