import { isAddressEqual } from 'viem'
import { dispatch } from '../../messaging/dispatch.js'
import { routes } from '../../messaging/routes.js'
import { decodeDelivery } from '../../protocol/chainMessage.js'
import { createApi } from '../api/createApi.js'
import { findQuote } from '../api/findQuote.js'
import type { SbnContext } from '../context.js'
import { chainQuotes, type InboxRow } from './tables.js'

/**
 * Takes in a delivery that a gateway posted for a pass that this SBN quoted, for subscribers that ask
 * for it over HTTP.
 *
 * @returns Whether its topic is such a pass.
 */
export async function readDelivery(
  context: SbnContext,
  { message, sender, topic: passId }: InboxRow,
): Promise<boolean> {
  const { store } = context
  const quote = await store.transaction((tx) => findQuote(tx, passId))
  if (!quote) return false
  const { gateway } = quote.message.terms
  const signed = isAddressEqual(sender, gateway) && decodeDelivery(message, { gateway, passId })
  if (!signed) return true
  const isTaken = await dispatch(createApi(context), routes.deliver.path, signed).then(
    () => true,
    () => false,
  )
  // It is on the chain already and need not be posted once more.
  if (isTaken) await store.transaction((tx) => chainQuotes.delete(tx, passId))
  return true
}
