import { SbnRefusedError } from '../../errors/messaging.js'
import { getChainTime } from '../../internal/getChainTime.js'
import type { SbnApi } from '../../messaging/messenger.js'
import { checksRequest } from '../../protocol/messages/checksRequest.js'
import { delivery } from '../../protocol/messages/delivery.js'
import { detailsRequest } from '../../protocol/messages/detailsRequest.js'
import { passesRequest } from '../../protocol/messages/passesRequest.js'
import { statusRequest } from '../../protocol/messages/statusRequest.js'
import { verifyMessage } from '../../protocol/verifyMessage.js'
import type { SbnContext } from '../context.js'
import { deliveries, gateways } from '../tables.js'
import { answerAttested } from './answerAttested.js'
import { answerChecks } from './answerChecks.js'
import { answerQuote } from './answerQuote.js'
import { findGatewayQuote } from './findQuote.js'
import { lendReflector } from './lendReflector.js'
import { listPasses } from './listPasses.js'
import { requireRecipient } from './requireRecipient.js'
import { takeDelivery } from './takeDelivery.js'

/** Everything that can be asked of this SBN. Each call verifies who asks. */
export function createApi(context: SbnContext): SbnApi {
  const { client, deployment, encryptionKey, events, fee, store, waiters } = context
  const clock = async () => ({ deployment, now: await (context.clock?.() ?? getChainTime(client)) })
  return {
    getInfo: async () => ({ sbn: client.account.address, ...deployment, encryptionKey, fee }),
    requestQuote: (request) => answerQuote(context, request),
    async getDetails(signed) {
      const request = await verifyMessage(detailsRequest, signed, await clock())
      requireRecipient(context, request.sbn)
      return store.transaction(
        async (tx) => (await findGatewayQuote(tx, request.passId, request.gateway)).details,
      )
    },
    async deliver(signed) {
      const message = await verifyMessage(delivery, signed, { deployment, now: 0 })
      await store.transaction((tx) => takeDelivery(tx, signed))
      waiters.notify(message.passId)
      events.emit('delivered', { passId: message.passId })
    },
    async getDelivery(passId, { waitSeconds = 0, signal } = {}) {
      const find = () => store.transaction((tx) => deliveries.get(tx, passId))
      // Strangers may have taken all places to wait.
      const already = await find()
      if (already || waitSeconds === 0) return already
      // It waits before it looks, so that nothing is delivered in between.
      const wait = waiters.wait(passId, waitSeconds, signal)
      try {
        const found = await find()
        if (found) return found
        await wait.done
      } finally {
        wait.end()
      }
      return find()
    },
    async listPasses(signed, { after } = {}) {
      const request = await verifyMessage(passesRequest, signed, await clock())
      requireRecipient(context, request.sbn)
      return store.transaction((tx) => listPasses(tx, request.owner, after))
    },
    getAttested: (passId) => answerAttested(context, passId),
    getReflector: (passId) => lendReflector(context, passId),
    async getChecks(signed) {
      const proof = await clock()
      const request = await verifyMessage(checksRequest, signed, proof)
      requireRecipient(context, request.sbn)
      return store.transaction((tx) => answerChecks(tx, request, proof.now))
    },
    async getStatus(signed) {
      const request = await verifyMessage(statusRequest, signed, await clock())
      requireRecipient(context, request.sbn)
      const row = await store.transaction((tx) => gateways.get(tx, request.gateway))
      if (row) return row.status
      throw new SbnRefusedError({
        code: 'GATEWAY_UNKNOWN',
        title: 'No such gateway is registered here.',
        retryable: true,
      })
    },
  }
}
