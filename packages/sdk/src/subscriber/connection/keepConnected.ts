import type { Session } from '@passband/tunnel'
import { InvalidInputError } from '../../errors/input.js'
import { abortable } from '../../internal/abortable.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { stringify } from '../../protocol/stringify.js'
import type { Store } from '../../store/store.js'
import { getContext } from '../contexts.js'
import type { Pass } from '../pass.js'
import { parseRequirements, type Requirements } from '../requirements.js'
import { createConnection } from './createConnection.js'
import { loadRow } from './loadRow.js'
import type { Connection, Failover, KeepConnectedOptions } from './types.js'

/** Connections that are kept in this process: two with one key would buy for one need twice. */
const kept = new WeakMap<Store, Set<string>>()

const policies: readonly Failover[] = ['same', 'country', 'any', 'none']

/**
 * Buys a pass, connects, and stays connected for the time that was asked for: reconnects when the
 * session breaks off, and moves to another gateway when one fails, as far as policy and budget say. A
 * pass that is moved away from is left first, so that its rest is back before the next one is paid, and
 * the next one is for the time that is left. Requests under way when the session breaks off fail; take
 * `connection.session` again, or wait for `connection.ready()`.
 *
 * Every step is in the store before it is taken: after a crash, the same call goes on with what was
 * bought, and the budget counts what was spent. Of two processes with the same store and key, the one
 * that began last goes on, and the connection of the other ends (`takenOver`).
 *
 * @param subscriber Buys and connects.
 * @param requirements What is wanted.
 * @param options Prices in PRIX base units, and what to do when a gateway fails.
 * @returns Once there is a session.
 * @throws `ConnectionEndedError` when a pass was bought and no session came about; its `reason` says
 * why. `InvalidInputError`, and those of `Subscriber.buy`
 *
 * @example
 * ```ts
 * import { keepConnected } from '@passband/sdk'
 *
 * await using connection = await keepConnected(
 *   subscriber,
 *   { service: 'vpn', country: 'DE', mbps: 20, duration: '1h' },
 *   { maxPrice: 500_000_000n, failover: 'country' },
 * )
 * connection.on('lost', ({ reason }) => console.log(`no traffic: ${reason}`))
 * connection.on('moved', ({ to, reason }) => console.log(`now at ${to.gateway}: ${reason}`))
 * const session = await connection.ready()
 * const response = await session.fetch('https://example.com')
 * await connection.close({ leave: true })
 * ```
 */
export async function keepConnected<session extends Session>(
  subscriber: { passes(): Promise<Pass<session>[]> },
  requirements: Requirements,
  options: KeepConnectedOptions,
): Promise<Connection<session>> {
  const context = getContext<session>(subscriber)
  const { attempts = 3, failover = 'country', maxPrice, retryDelay = 1_000, signal } = options
  const { budget = maxPrice, timeoutSeconds } = options
  for (const [field, amount] of Object.entries({ maxPrice, budget }))
    if (typeof amount !== 'bigint')
      throw new InvalidInputError(field, 'Expected PRIX base units as a bigint.')
  if (!policies.includes(failover))
    throw new InvalidInputError('failover', `Expected one of: ${policies.join(', ')}.`)
  const asked = parseRequirements(requirements)
  signal?.throwIfAborted()

  const { store } = context
  const { client, deployment } = context
  const key = [deployment.chainId, client.account.address, options.key ?? stringify(asked)].join(
    '/',
  )
  const keys = kept.get(store) ?? new Set()
  if (keys.has(key))
    throw new InvalidInputError('key', 'A connection with this key is kept already.')
  kept.set(store, keys.add(key))
  let connection: Connection<session> | undefined
  try {
    const row = await loadRow(store, key, asked, await abortable(getChainTime(client), signal))
    connection = createConnection(context, {
      key,
      row,
      options: { maxPrice, budget, failover, attempts, retryDelay, timeoutSeconds },
      onEnd: () => keys.delete(key),
    })
    await connection.ready({ signal })
    return connection
  } catch (error) {
    await connection?.close()
    keys.delete(key)
    throw error
  }
}
