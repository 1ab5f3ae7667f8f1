import { InvalidInputError } from '../../errors/input.js'
import { stringify } from '../../protocol/stringify.js'
import type { Store } from '../../store/store.js'
import { type ConnectionRow, getConnections } from './tables.js'

/**
 * What is known of a connection, or a new one in its place when that is over.
 *
 * @param now Chain time, Unix seconds.
 */
export async function loadRow(
  store: Store,
  key: string,
  requirements: ConnectionRow['requirements'],
  now: number,
): Promise<ConnectionRow> {
  const fresh = { requirements, legs: [], failed: [], wasConnected: false, ended: false }
  return store.transaction(async (tx) => {
    const known = await getConnections().get(tx, key)
    const isOpen = known?.legs.some(({ state }) => state !== 'over')
    const isOver = known?.until !== undefined && known.until <= now
    if (!known || isOver || (known.ended && !isOpen)) {
      await getConnections().put(tx, key, fresh)
      return fresh
    }
    if (stringify(known.requirements) !== stringify(requirements))
      throw new InvalidInputError('key', 'It belongs to a connection with other requirements.')
    return known
  })
}
