import type { CallOptions, Messenger } from './messenger.js'
import { maximumWait, type Route, routes } from './routes.js'

/** Carries one call: request out, checked response back. */
export type Carry = <request, response>(
  route: Route<request, response>,
  request: request,
  options?: CallOptions & { extraSeconds?: number | undefined },
) => Promise<response>

/** A messenger from the one function in which messengers differ. */
export function createMessenger(
  name: string,
  carry: Carry,
  close: () => Promise<void> = async () => {},
): Messenger {
  return {
    name,
    getInfo: (options) => carry(routes.getInfo, {}, options),
    requestQuote: (request, options) => carry(routes.requestQuote, request, options),
    getDetails: (request, options) => carry(routes.getDetails, request, options),
    async deliver(delivery, options) {
      await carry(routes.deliver, delivery, options)
    },
    async getDelivery(passId, options = {}) {
      const waitSeconds = Math.min(options.waitSeconds ?? 0, maximumWait)
      const request = { passId, waitSeconds }
      const answer = await carry(routes.getDelivery, request, {
        ...options,
        extraSeconds: waitSeconds,
      })
      return answer.delivery
    },
    listPasses: (request, { after, ...options } = {}) =>
      carry(routes.listPasses, { request, after }, options),
    getAttested: async (passId, options) =>
      (await carry(routes.getAttested, { passId }, options)).sealed,
    getReflector: async (passId, options) =>
      (await carry(routes.getReflector, { passId }, options)).sealed,
    getStatus: (request, options) => carry(routes.getStatus, request, options),
    getChecks: async (request, options) => (await carry(routes.getChecks, request, options)).checks,
    close,
    [Symbol.asyncDispose]: close,
  }
}
