import * as z from 'zod/mini'
import { gatewayStatus, passPage, sbnInfo } from '../protocol/api.js'
import { signed } from '../protocol/defineMessage.js'
import { details } from '../protocol/details.js'
import { checksRequest } from '../protocol/messages/checksRequest.js'
import { delivery } from '../protocol/messages/delivery.js'
import { detailsRequest } from '../protocol/messages/detailsRequest.js'
import { passesRequest } from '../protocol/messages/passesRequest.js'
import { signedQuote } from '../protocol/messages/quote.js'
import { quoteRequest } from '../protocol/messages/quoteRequest.js'
import { statusRequest } from '../protocol/messages/statusRequest.js'
import { bytes32, hexUpTo } from '../protocol/schemas.js'

/** Longest message in either direction, in bytes. */
export const maximumMessage = 262_144

/** Longest that an SBN holds a request for a delivery open, in seconds. */
export const maximumWait = 25

/** One thing that can be asked of an SBN over a wire. */
export type Route<request, response> = {
  path: string
  request: z.ZodMiniType<request, unknown>
  response: z.ZodMiniType<response, unknown>
}

function defineRoute<request, response>(route: Route<request, response>): Route<request, response> {
  return route
}

/** Every call of the API: where it is, what goes in, what comes out. All are POST with JSON. */
export const routes = {
  getInfo: defineRoute({ path: '/v1/info', request: z.object({}), response: sbnInfo }),
  requestQuote: defineRoute({
    path: '/v1/quotes',
    request: signed(quoteRequest),
    response: signedQuote,
  }),
  getDetails: defineRoute({
    path: '/v1/details',
    request: signed(detailsRequest),
    response: details,
  }),
  deliver: defineRoute({
    path: '/v1/deliveries',
    request: signed(delivery),
    response: z.object({}),
  }),
  getDelivery: defineRoute({
    path: '/v1/deliveries/get',
    request: z.object({
      passId: bytes32,
      waitSeconds: z.int().check(z.minimum(0), z.maximum(maximumWait)),
    }),
    response: z.object({ delivery: z.optional(signed(delivery)) }),
  }),
  listPasses: defineRoute({
    path: '/v1/passes',
    request: z.object({ request: signed(passesRequest), after: z.optional(bytes32) }),
    response: passPage,
  }),
  getAttested: defineRoute({
    path: '/v1/attested',
    request: z.object({ passId: bytes32 }),
    response: z.object({ sealed: z.optional(hexUpTo(8_192)) }),
  }),
  getReflector: defineRoute({
    path: '/v1/reflectors',
    request: z.object({ passId: bytes32 }),
    response: z.object({ sealed: hexUpTo(2_048) }),
  }),
  getStatus: defineRoute({
    path: '/v1/gateways/status',
    request: signed(statusRequest),
    response: gatewayStatus,
  }),
  getChecks: defineRoute({
    path: '/v1/gateways/checks',
    request: signed(checksRequest),
    // Gateways look at each; what buyers load does not know what a check is.
    response: z.object({ checks: z.array(z.unknown()).check(z.maxLength(100)) }),
  }),
} as const
