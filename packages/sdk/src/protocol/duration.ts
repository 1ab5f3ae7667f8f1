import { InvalidInputError } from '../errors/input.js'

/** A length of time: whole seconds, or a number with a unit such as `90s`, `30m`, `1h`, `7d`. */
export type Duration = number | `${number}${'s' | 'm' | 'h' | 'd'}`

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 }

/**
 * Whole seconds of a {@link Duration}.
 *
 * @throws `InvalidInputError` when it is not positive, not whole, or has no known unit.
 *
 * @example
 * ```ts
 * durationToSeconds('1h') // 3600
 * ```
 */
export function durationToSeconds(duration: Duration): number {
  const match = typeof duration === 'string' ? /^(\d+(?:\.\d+)?)([smhd])$/.exec(duration) : null
  const value = match ? Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN) : duration
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidInputError(
      'duration',
      'Expected whole seconds, or text such as "30m" or "1h".',
    )
  return value
}
