import type { Hash, Hex } from 'viem'
import { getPass } from '../actions/passes/getPass.js'
import { ContractRevertedError } from '../errors/contract.js'
import type { SubscriberContext } from './context.js'
import { passes } from './tables.js'
import { waitForReceipt } from './waitForReceipt.js'

/** Waits until a sent purchase is on chain, and remembers that it is paid. */
export async function waitForPurchase(
  { client, contracts, events, store }: SubscriberContext,
  passId: Hex,
  hash: Hash,
  signal: AbortSignal | undefined,
): Promise<Hex> {
  await waitForReceipt(client, hash, signal)
  // A wallet may have sped it up or cancelled it: what counts is whether the pass is there.
  if (!(await getPass(client, { contracts, passId }))) {
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
