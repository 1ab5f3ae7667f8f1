import * as z from 'zod/mini'
import { bytes32, driverName, mbps, timestamp } from '../../protocol/schemas.js'

const share = z.number().check(z.minimum(0), z.maximum(1))

const result = z.object({
  /** Unix seconds. */
  at: timestamp,
  /** What a customer got of what an open check got, or of what was bought when that is less. */
  share,
  /** Whether so much was bought that it would show when customers get half. */
  isTelling: z.boolean(),
})

/** What blind checks found out about a gateway. */
export const blindRecord = z.object({
  /** The last ones, the oldest first. */
  results: z.array(result),
  /** A blind check that found little: what an open check gets at the same time is not known yet. */
  pending: z.optional(
    z.object({
      at: timestamp,
      passId: bytes32,
      driver: driverName,
      bought: mbps,
      measured: z.number().check(z.minimum(0)),
      reason: z.optional(z.string()),
    }),
  ),
  /** That customers get less than open checks do: since when, until when that counts, how often so far. */
  finding: z.optional(
    z.object({ at: timestamp, until: timestamp, gap: share, times: z.int().check(z.positive()) }),
  ),
})

export type BlindRecord = z.output<typeof blindRecord>
export type BlindResult = BlindRecord['results'][number]
