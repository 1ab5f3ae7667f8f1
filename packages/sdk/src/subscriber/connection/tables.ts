import * as z from 'zod/mini'
import { signedQuote } from '../../protocol/messages/quote.js'
import { address, amount, country, mbps, seconds, timestamp } from '../../protocol/schemas.js'
import { service } from '../../protocol/service.js'
import { defineTable } from '../../store/defineTable.js'
import type { RowOf } from '../../store/rowOf.js'

/** One function, so that an app which keeps no connection has none of it in its bundle. */
function define() {
  const leg = z.object({
    quote: signedQuote,
    /**
     * `buying` from before the purchase until it is known to be on chain; `leaving` from the decision
     * to leave until that is on chain; `over` when it is paid off.
     */
    state: z.enum(['buying', 'open', 'leaving', 'over']),
    /** What was owed for it in the end. */
    owed: z.optional(amount),
    /** Why its gateway was left. */
    reason: z.optional(z.string()),
  })
  return defineTable(
    'subscriber/connections',
    z.object({
      requirements: z.object({
        service,
        country: z.optional(country),
        mbps,
        duration: seconds,
        exclude: z.optional(z.array(address)),
      }),
      /** Passes in the order in which they were bought; only the last one is not `over`. */
      legs: z.array(leg),
      /** Gateways that failed, the newest last. */
      failed: z.array(z.object({ gateway: address, at: timestamp })),
      /** Whether there was a session: from then on time runs. */
      wasConnected: z.boolean(),
      /** Unix seconds, chain time, until which a connection is wanted; unknown before a purchase. */
      until: z.optional(timestamp),
      ended: z.boolean(),
      /** Who keeps it: whoever began last. Nobody else writes here. */
      holder: z.optional(z.string()),
    }),
  )
}

type Connections = ReturnType<typeof define>
let connections: Connections | undefined

/**
 * Connections that are to be kept, by `chain/account/key`: which pass took the place of which. Written before
 * each step, so that a process that dies in the middle of a switch goes on with it.
 */
export function getConnections(): Connections {
  connections ??= define()
  return connections
}

/** What is known of a connection. */
export type ConnectionRow = RowOf<Connections>

/** One pass of a connection. */
export type Leg = ConnectionRow['legs'][number]
