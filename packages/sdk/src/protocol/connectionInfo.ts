import * as z from 'zod/mini'
import { driverName } from './schemas.js'

/** Where a driver is reached: the tunnel's `Connection`, as it is sealed. */
export const connection = z.object({
  driver: driverName,
  host: z.string().check(z.minLength(1), z.maxLength(253)),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  data: z.record(z.string().check(z.maxLength(64)), z.string().check(z.maxLength(1_024))),
})

/** What a subscriber needs to connect: sealed to its recipient key, one per pass. */
export type ConnectionInfo = {
  /** Where the driver is reached: the tunnel's `Connection`. */
  connection: { driver: string; host: string; port: number; data: Record<string, string> }
}

export const connectionInfo: z.ZodMiniType<ConnectionInfo, unknown> = z.object({ connection })
