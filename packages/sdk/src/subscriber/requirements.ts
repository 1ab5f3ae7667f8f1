import type { Address } from 'viem'
import * as z from 'zod/mini'
import { InvalidInputError } from '../errors/input.js'
import { type Duration, durationToSeconds } from '../protocol/duration.js'
import { mostExcluded } from '../protocol/messages/quoteRequest.js'
import { address, country, mbps } from '../protocol/schemas.js'
import { type Service, service } from '../protocol/service.js'

/** What a subscriber asks for. */
export type Requirements = {
  /** What is bought. */
  service: Service
  /** ISO 3166-1 alpha-2, for example `DE`. Any country when left out. */
  country?: string | undefined
  /** Mbit/s, a whole number. */
  mbps: number
  /** Seconds, or text such as `30m` or `1h`. */
  duration: Duration
  /** Accounts of gateways that are not wanted, for example because they failed. At most 8. */
  exclude?: readonly Address[] | undefined
}

const schema = z.object({
  service,
  country: z.optional(
    z.pipe(
      z.pipe(
        z.string(),
        z.transform((text: string) => text.toUpperCase()),
      ),
      country,
    ),
  ),
  mbps,
  exclude: z.optional(z.array(address).check(z.maxLength(mostExcluded))),
})

/**
 * Checks requirements that an app gave.
 *
 * @throws `InvalidInputError` naming the field.
 */
export function parseRequirements(requirements: Requirements) {
  const result = z.safeParse(schema, requirements)
  if (!result.success) {
    const [issue] = result.error.issues
    throw new InvalidInputError(
      `requirements.${issue?.path.join('.') ?? ''}`,
      issue?.message ?? 'not usable',
    )
  }
  return { ...result.data, duration: durationToSeconds(requirements.duration) }
}
