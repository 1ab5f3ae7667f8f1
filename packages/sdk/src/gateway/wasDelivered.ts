import { isAddressEqual } from 'viem'
import { SbnUnreachableError } from '../errors/messaging.js'
import { delivery } from '../protocol/messages/delivery.js'
import { verifyMessage } from '../protocol/verifyMessage.js'
import type { GatewayContext } from './context.js'
import type { PassRow } from './tables.js'

/**
 * Whether this gateway has delivered a pass before, although its own files do not say so any more: the
 * SBN still has the delivery, and nobody else could have signed it.
 */
export async function wasDelivered(
  { client, deployment, messenger }: Pick<GatewayContext, 'client' | 'deployment' | 'messenger'>,
  { passId }: Pick<PassRow, 'passId'>,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await messenger.getDelivery(passId, { signal }).catch((error: unknown) => {
    if (error instanceof SbnUnreachableError || signal.aborted) throw error
    // An SBN that does not tell does not make the gateway serve what it does not sell.
    return undefined
  })
  if (!found || found.message.passId !== passId) return false
  if (!isAddressEqual(found.message.gateway, client.account.address)) return false
  return verifyMessage(delivery, found, { deployment, now: 0 }).then(
    () => true,
    () => false,
  )
}
