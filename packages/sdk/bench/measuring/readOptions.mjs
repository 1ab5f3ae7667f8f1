import { parseArgs } from 'node:util'

/** The rows of the table, as `--only` calls them. */
export const names = /** @type {const} */ ([
  'error',
  'delay',
  'burst',
  'liar',
  'identities',
  'favour',
  'content',
  'outage',
  'place',
  'cpu',
])

/** @typedef {typeof names[number]} Name */

const usage = 'npm run bench:measuring -- [--only <row>] [--rounds <n>]'

/**
 * @param {readonly string[]} args
 * @returns {{ only: Name[], rounds: number | undefined }}
 * @throws {TypeError} Something is not an option, or not a value of it.
 */
export function readOptions(args) {
  const { only = [], rounds } = parse(args)
  if (rounds !== undefined && !/^[1-9]\d{0,2}$/.test(rounds))
    throw new TypeError('The rounds have to be a number from 1 to 999.')
  return { only: only.map(toName), rounds: rounds === undefined ? undefined : Number(rounds) }
}

/** @param {string} text */
function toName(text) {
  const name = names.find((one) => one === text)
  if (name) return name
  throw new TypeError(`There is no row "${text}". There are: ${names.join(', ')}.`)
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: { only: { type: 'string', multiple: true }, rounds: { type: 'string' } },
    }).values
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split('. ') : []
    throw new TypeError(`${reason}. Usage: ${usage}`)
  }
}
