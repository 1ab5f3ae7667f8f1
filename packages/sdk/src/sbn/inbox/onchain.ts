import { InvalidInputError } from '../../errors/input.js'

/** How an SBN answers what is asked of it over the chain. It pays gas for each answer. */
export type OnchainPolicy = {
  /** Most answers in an hour, whoever asks. @default 120 */
  answersPerHour?: number | undefined
  /** Most answers in an hour to one account. @default 6 */
  answersPerAsker?: number | undefined
  /** Most of them that tell of a refusal. Others that are refused hear nothing. @default 12 */
  refusalsPerHour?: number | undefined
  /** Wei that one answer may cost at most. What costs more waits for cheaper gas. */
  maxCost: bigint
  /** PRIX base units added to the price of what is asked for over the chain. @default 0n */
  surcharge?: bigint | undefined
}

/** The same, complete. */
export type Onchain = { [name in keyof OnchainPolicy]-?: NonNullable<OnchainPolicy[name]> }

/**
 * Fills in what was left out.
 *
 * @throws `InvalidInputError`
 */
export function parseOnchain(policy: OnchainPolicy): Onchain {
  const {
    answersPerAsker = 6,
    answersPerHour = 120,
    maxCost,
    refusalsPerHour = 12,
    surcharge = 0n,
  } = policy
  for (const [name, count] of Object.entries({ answersPerAsker, answersPerHour, refusalsPerHour }))
    if (!Number.isSafeInteger(count) || count < 0)
      throw new InvalidInputError(`onchain.${name}`, 'Expected a whole number from 0.')
  for (const [name, amount] of Object.entries({ maxCost, surcharge }))
    if (typeof amount !== 'bigint' || amount < 0n)
      throw new InvalidInputError(`onchain.${name}`, 'Expected a bigint from 0n.')
  return { answersPerAsker, answersPerHour, maxCost, refusalsPerHour, surcharge }
}
