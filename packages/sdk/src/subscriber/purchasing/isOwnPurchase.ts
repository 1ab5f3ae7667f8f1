import { isAddressEqual } from 'viem'
import { PassbandError } from '../../errors/base.js'
import { quote } from '../../protocol/messages/quote.js'
import type { QuoteRequest } from '../../protocol/messages/quoteRequest.js'
import { verifyMessage } from '../../protocol/verifyMessage.js'
import type { SubscriberContext } from '../context.js'
import type { PurchaseRow } from '../tables.js'

/**
 * Whether a purchase is one of this account on this chain. A store may be shared: what the chain says
 * about one account, or what another chain says, means nothing to the purchase of another.
 */
export async function isOwnPurchase(
  { client, deployment }: Pick<SubscriberContext, 'client' | 'deployment'>,
  { request, row }: { request: QuoteRequest; row: PurchaseRow },
): Promise<boolean> {
  if (!isAddressEqual(request.subscriber, client.account.address)) return false
  // Its signature holds for one chain and contract; its time is no question here.
  const now = row.quote.message.deadline - 1
  return verifyMessage(quote, row.quote, { deployment, now }).then(
    () => true,
    (error: unknown) => {
      if (PassbandError.is(error)) return false
      throw error
    },
  )
}
