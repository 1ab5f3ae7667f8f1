import type { Chain, Client, Hash, TransactionReceipt, Transport } from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { TransactionPendingError } from '../errors/purchase.js'
import { abortable } from '../internal/abortable.js'

/**
 * Waits until a transaction is mined, or one that the wallet put in its place.
 *
 * @throws `TransactionPendingError` when waiting ends before that, for whatever reason.
 */
export async function waitForReceipt(
  client: Client<Transport, Chain | undefined>,
  hash: Hash,
  signal: AbortSignal | undefined,
): Promise<TransactionReceipt> {
  try {
    return await abortable(waitForTransactionReceipt(client, { hash }), signal)
  } catch (cause) {
    throw new TransactionPendingError(hash, { cause })
  }
}
