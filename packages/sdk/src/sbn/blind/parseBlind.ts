import { InvalidInputError } from '../../errors/input.js'
import { assertReflector } from '../../measuring/reflector.js'
import { type Duration, durationToSeconds } from '../../protocol/duration.js'
import type { Blind, BlindParameters } from './blindShopper.js'
import { createGuard } from './createGuard.js'

const usualDurations: readonly Duration[] = ['30m', '1h', '2h', '4h']

/**
 * Checks how blind checks are to be made.
 *
 * @throws `InvalidInputError` when it is not usable.
 */
export function parseBlind({
  budgetPerDay,
  durations = usualDurations,
  reflectors = [],
  share = 0.5,
  shopper,
}: BlindParameters): Blind {
  if (!(share >= 0 && share <= 1))
    throw new InvalidInputError('blind.share', 'Expected a number from 0 to 1.')
  if (typeof budgetPerDay !== 'bigint' || budgetPerDay < 0n)
    throw new InvalidInputError('blind.budgetPerDay', 'Expected PRIX base units as a bigint.')
  if (durations.length === 0)
    throw new InvalidInputError('blind.durations', 'At least one is needed.')
  if (shopper.drivers.length === 0)
    throw new InvalidInputError('blind.shopper', 'It needs a driver to connect with.')
  for (const reflector of reflectors) assertReflector(reflector)
  const seconds = durations.map(durationToSeconds)
  return { shopper, share, budgetPerDay, durations: seconds, reflectors, guard: createGuard() }
}
