import type { Driver, Server, ServerEvent, Usage } from '@passband/tunnel'
import type { Store } from '../store/store.js'
import { identities } from './tables.js'

/** Starts all drivers with the identities that they had before, or none of them. */
export async function startServers(
  drivers: readonly Driver[],
  {
    onControl,
    onEvent,
    signal,
    store,
  }: {
    store: Store
    onControl: (
      passId: string,
      message: Uint8Array,
      way: { driver: string; usage: () => Usage | undefined },
    ) => Promise<Uint8Array>
    onEvent: (driver: string, event: ServerEvent) => void
    signal?: AbortSignal | undefined
  },
): Promise<Map<string, Server>> {
  const servers = new Map<string, Server>()
  try {
    for (const driver of drivers) {
      const identity = await loadIdentity(driver, store)
      const serving = {
        identity,
        onControl: (passId: string, message: Uint8Array) => {
          const usage = () => servers.get(driver.name)?.usage(passId)
          return onControl(passId, message, { driver: driver.name, usage })
        },
        onEvent: (event: ServerEvent) => onEvent(driver.name, event),
        signal,
      }
      servers.set(driver.name, await driver.serve(serving))
    }
    return servers
  } catch (error) {
    await Promise.all([...servers.values()].map((server) => server.close()))
    throw error
  }
}

async function loadIdentity(driver: Driver, store: Store): Promise<string> {
  const known = await store.transaction((tx) => identities.get(tx, driver.name))
  if (known) return known.identity
  const identity = await driver.createIdentity()
  await store.transaction((tx) => identities.put(tx, driver.name, { identity }))
  return identity
}
