import type { Hex } from 'viem'
import type { QuoteRequest } from '../protocol/messages/quoteRequest.js'
import { numberKey } from '../store/numberKey.js'
import type { Transaction } from '../store/store.js'
import type { SubscriberContext } from './context.js'
import { passes, purchases, requests, requestsByExpiry } from './tables.js'

/** How long after its time a request is kept that nothing was bought for, in seconds. */
const retention = 86_400

/** Most that are forgotten at once: more than one, so that they become fewer. */
const batch = 16

type WrittenRequest = {
  request: QuoteRequest
  recipientSecret: Hex
  clientSecret: Hex
  /** Where it stands in `purchases`. */
  key?: string | undefined
}

/**
 * Writes a request down, and forgets some old ones of the same account that nothing was bought for, so
 * that asking for prices does not fill the store.
 */
export async function writeRequest(
  { client, deployment }: Pick<SubscriberContext, 'client' | 'deployment'>,
  tx: Transaction,
  written: WrittenRequest,
): Promise<void> {
  const { expiresAt, requestId } = written.request
  // Another chain has another clock.
  const { chainId, marketplace } = deployment
  const prefix = [chainId, marketplace, client.account.address, ''].join('/')
  await forgetRequests(tx, prefix, expiresAt - retention)
  await requests.insert(tx, requestId, written)
  await requestsByExpiry.put(tx, `${prefix}${numberKey(expiresAt)}/${requestId}`, { requestId })
}

/** @param limit Unix seconds. */
async function forgetRequests(tx: Transaction, prefix: string, limit: number): Promise<void> {
  for (const { key, value } of await requestsByExpiry.list(tx, { prefix, limit: batch })) {
    if (key >= `${prefix}${numberKey(Math.max(limit, 0))}`) break
    await requestsByExpiry.delete(tx, key)
    const { requestId } = value
    const request = await requests.get(tx, requestId)
    const pass = request?.passId && (await passes.get(tx, request.passId))
    // Once a wallet was asked, it is a purchase, and stays.
    if (!request || (pass && (pass.state !== 'quoted' || pass.attempt))) continue
    await requests.delete(tx, requestId)
    if (request.passId) await passes.delete(tx, request.passId)
    if (!request.key) continue
    const purchase = await purchases.get(tx, request.key)
    if (purchase?.requestId === requestId) await purchases.delete(tx, request.key)
  }
}
