import type { Hash, Hex } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { getPass } from '../actions/passes/getPass.js'
import { ContractRevertedError } from '../errors/contract.js'
import { PurchasePendingError } from '../errors/purchase.js'
import { abortable } from '../internal/abortable.js'
import type { SubscriberContext } from './context.js'
import { passes } from './tables.js'

/** Waits until a sent purchase is on chain, and remembers that it is paid. */
export async function waitForPurchase(
  { client, contracts, events, store }: SubscriberContext,
  passId: Hex,
  hash: Hash,
  signal: AbortSignal | undefined,
): Promise<Hex> {
  let succeeded: boolean
  try {
    const receipt = await abortable(waitForTransactionReceipt(client, { hash }), signal)
    succeeded = receipt.status === 'success'
  } catch (cause) {
    throw new PurchasePendingError(hash, { cause })
  }
  // A wallet may have replaced the transaction: what counts is whether the pass is there.
  if (!succeeded && !(await getPass(client, { contracts, passId }))) {
    await store.transaction((tx) =>
      passes.update(tx, passId, (row) => ({ quote: row.quote, state: 'quoted' as const })),
    )
    throw new ContractRevertedError(undefined, { paymentState: 'unpaid' })
  }
  await store.transaction((tx) =>
    passes.update(tx, passId, (row) => ({ ...row, state: 'paid' as const, hash })),
  )
  events.emit('paid', { passId, hash })
  return passId
}
