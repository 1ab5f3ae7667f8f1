import type { Address, Hex } from 'viem'
import type { Transaction } from '../store/store.js'
import { passes, passKeys, requests, requestsByExpiry } from '../subscriber/tables.js'
import type { ShopperContext } from './createBuyer.js'

/** Forgets what the subscriber kept of a purchase that is over: its account buys nothing more. */
export async function forgetPurchase(
  tx: Transaction,
  { client, contracts }: Pick<ShopperContext, 'client' | 'contracts'>,
  buyer: Address,
  { passId, requestId }: { passId: Hex; requestId: Hex },
): Promise<void> {
  await passes.delete(tx, passId)
  await requests.delete(tx, requestId)
  for (const { key } of await passKeys.list(tx, { prefix: `${passId}/` }))
    await passKeys.delete(tx, key)
  const prefix = [client.chain.id, contracts.marketplace, buyer, ''].join('/')
  for (const { key } of await requestsByExpiry.list(tx, { prefix }))
    await requestsByExpiry.delete(tx, key)
}
