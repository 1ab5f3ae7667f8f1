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
export const connectionInfo = z.object({ connection })

export type ConnectionInfo = z.output<typeof connectionInfo>
