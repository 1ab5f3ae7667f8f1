import { InvalidInputError } from '../../errors/input.js'
import { stringify } from '../../protocol/stringify.js'
import type { Store } from '../../store/store.js'
import { type ConnectionRow, getConnections } from './tables.js'

/**
 * What is known of a connection, or a new one in its place when that is over. From then on it is the
 * caller's: another process that kept it finds that out before it does anything that costs money.
 *
 * @param now Chain time, Unix seconds.
 */
export async function loadRow(
  store: Store,
  key: string,
  requirements: ConnectionRow['requirements'],
  now: number,
): Promise<ConnectionRow> {
  const holder = crypto.randomUUID()
  const fresh = { requirements, legs: [], failed: [], wasConnected: false, ended: false }
  return store.transaction(async (tx) => {
    const known = await getConnections().get(tx, key)
    const isOpen = known?.legs.some(({ state }) => state !== 'over')
    const isOver = known?.until !== undefined && known.until <= now
    const goesOn = known && !isOver && (!known.ended || isOpen)
    if (goesOn && stringify(known.requirements) !== stringify(requirements))
      throw new InvalidInputError('key', 'It belongs to a connection with other requirements.')
    const row = { ...(goesOn ? known : fresh), holder }
    await getConnections().put(tx, key, row)
    return row
  })
}
