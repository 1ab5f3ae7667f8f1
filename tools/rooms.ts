/** A package, cut into rooms: the folders (and single files) directly under its `src`. */
export interface Rooms {
  folder: string
  /**
   * A room may import from the lines below its own, never from its own line or from above. `drivers/*` is a
   * room for each of its folders.
   */
  layers: readonly (readonly string[])[]
  /** Rooms that may import from fewer rooms than the lines below them. */
  narrow?: Readonly<Record<string, readonly string[]>>
  /** What a room may import beyond that: another room, or one file of it. */
  exceptions?: Readonly<Record<string, readonly string[]>>
  /** Rooms, or parts of one, that run in a browser: neither they nor anything that they load imports Node. */
  browser: readonly string[]
  /** Packages of which only types may be imported, except in the rooms named. */
  typesOnly?: Readonly<Record<string, readonly string[]>>
  /** Packages that are not imported anywhere. */
  never?: readonly string[]
  /** Rooms that import no packages but these. */
  packages?: Readonly<Record<string, readonly string[]>>
}

export const sdk: Rooms = {
  folder: 'packages/sdk/src',
  layers: [
    ['exports'],
    ['devnet'],
    ['shopper'],
    ['subscriber', 'gateway', 'sbn'],
    ['messaging'],
    ['follower', 'outbox'],
    ['actions'],
    ['store', 'geo', 'measuring'],
    ['protocol'],
    ['contracts'],
    ['errors', 'events', 'internal'],
  ],
  exceptions: {
    // A revert is mapped to its error by the ABI; amounts are shown in PRIX.
    errors: ['contracts/excerpts', 'internal/formatPrix'],
    internal: ['errors'],
  },
  browser: [
    'exports/index',
    'exports/actions',
    'exports/measuring',
    'exports/store/memory',
    'exports/store/web',
    'subscriber',
    'messaging',
    'actions',
    'store/memory',
    'store/web',
    'geo/classifyAddress',
    'geo/distance',
    'geo/hostingRanges/hostingRanges',
    'geo/networks',
    'geo/staticGeo',
    'measuring',
    'protocol',
    'contracts',
    'errors',
    'events',
  ],
  typesOnly: { '@passband/tunnel': ['devnet'] },
}

export const tunnel: Rooms = {
  folder: 'packages/tunnel/src',
  layers: [
    ['exports'],
    ['testing', 'drivers/*'],
    ['internal'],
    ['egress', 'metering'],
    ['errors'],
    ['driver'],
  ],
  narrow: { testing: ['errors', 'driver'] },
  // Names are looked up under an AbortSignal.
  exceptions: { egress: ['internal/withSignal'] },
  browser: ['exports/index', 'exports/memory', 'drivers/memory', 'errors', 'driver'],
  never: ['viem', '@passband/sdk', '@passband/contracts'],
  packages: { driver: [], testing: ['vitest'] },
}
