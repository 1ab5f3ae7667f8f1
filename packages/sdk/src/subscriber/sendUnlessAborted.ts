import type { Hash } from 'viem'
import type { Call } from '../actions/call.js'
import { type SigningClient, sendCall } from '../actions/sendCall.js'
import { TransactionPendingError } from '../errors/purchase.js'
import { abortable } from '../internal/abortable.js'

/**
 * Sends a call, unless the signal comes before it is signed.
 *
 * @throws `TransactionPendingError` when the signal comes later: it may be on its way; those of `sendCall`.
 */
export async function sendUnlessAborted(
  client: SigningClient,
  call: Call,
  signal: AbortSignal | undefined,
): Promise<Hash> {
  signal?.throwIfAborted()
  let signed: Hash | undefined
  const sending = sendCall(client, call, {
    async onSigned({ hash }) {
      signal?.throwIfAborted()
      signed = hash
    },
  })
  return abortable(sending, signal).catch((error) => {
    if (signal?.aborted && signed) throw new TransactionPendingError(signed, { cause: error })
    throw error
  })
}
