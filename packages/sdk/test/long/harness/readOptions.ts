import { parseArgs } from 'node:util'

/** What a person wrote after the name of a long test. */
export type LongOptions = {
  rounds: number | undefined
  seed: number | undefined
  fresh: boolean
}

/** @throws `RangeError`, `TypeError` saying what was not understood. */
export function readOptions(args: readonly string[], unit: string | undefined): LongOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string' },
      seed: { type: 'string' },
      fresh: { type: 'boolean' },
      ...(unit === undefined ? {} : { [unit]: { type: 'string' as const } }),
    },
  })
  const given = values as Record<string, string | boolean | undefined>
  const rounds = unit !== undefined && given.rounds === undefined ? unit : 'rounds'
  return {
    rounds: toNumber(rounds, given[rounds], 1),
    seed: toNumber('seed', given.seed, 0),
    fresh: given.fresh === true,
  }
}

function toNumber(name: string, text: string | boolean | undefined, least: number) {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > 2 ** 31)
    throw new RangeError(`--${name}: expected a whole number from ${least}.`)
  return value
}
