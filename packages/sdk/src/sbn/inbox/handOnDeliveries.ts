import { postMessageCall } from '../../actions/messages/postMessage.js'
import { encodeDelivery, getDeliveryTopic } from '../../protocol/chainMessage.js'
import type { SbnContext } from '../context.js'
import { deliveries, passes } from '../tables.js'
import { chainQuotes } from './tables.js'

/** Seconds after a quote's deadline from which nobody can have bought it unseen. */
const patience = 600

/**
 * Posts what gateways delivered over HTTP for passes that were quoted over the chain: their
 * subscribers may reach nothing else.
 *
 * @param now Unix time in seconds.
 */
export async function handOnDeliveries(
  { contracts, outbox, store }: Pick<SbnContext, 'contracts' | 'outbox' | 'store'>,
  now: number,
): Promise<void> {
  await store.transaction(async (tx) => {
    for (const { key, value } of await chainQuotes.list(tx)) {
      const passId = key as `0x${string}`
      const pass = await passes.get(tx, passId)
      const isOver = pass ? pass.ended || pass.end <= now : value.until + patience < now
      const delivered = pass && (await deliveries.get(tx, passId))
      if (!isOver && !delivered) continue
      await chainQuotes.delete(tx, passId)
      if (isOver || !delivered) continue
      const topic = getDeliveryTopic(passId)
      const message = encodeDelivery(delivered)
      const call = postMessageCall(contracts, { recipient: value.subscriber, topic, message })
      await outbox.submit(tx, { key: `delivery/${passId}`, ...call })
    }
  })
}
