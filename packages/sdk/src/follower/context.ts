import type { Abi } from 'viem'
import type { Endpoint, Identity } from './createEndpoint.js'
import type { Filter } from './createFilter.js'
import type { FollowerParameters } from './types.js'

/** What the parts of a follower share. */
export type FollowerContext<abi extends Abi, outcome> = {
  parameters: FollowerParameters<abi, outcome>
  filter: Filter
  endpoints: readonly Endpoint[]
  identity: Identity
  /** How many of the newest blocks can be undone. */
  window: bigint
  /** By how much less than usual is read at a time, because reading failed. */
  caution: { divisor: bigint }
  /** Told of an endpoint whose answer was not used. */
  onFailure: (endpoint: Endpoint, error: unknown) => void
}
