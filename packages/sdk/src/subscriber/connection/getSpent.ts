import type { ConnectionRow } from './tables.js'

/** PRIX base units that a connection has cost so far, or will when its present pass runs to its end. */
export function getSpent({ legs }: Pick<ConnectionRow, 'legs'>): bigint {
  return legs.reduce((sum, { owed, quote }) => sum + (owed ?? quote.message.terms.price), 0n)
}
