import type { Abi, Address, Chain, Client, ContractEventName, Hash, Log, Transport } from 'viem'
import type { Logger } from '../internal/logger.js'
import type { Store, Transaction } from '../store/store.js'

/** A decoded event of a mined block. Which one it is says `eventName`. */
export type FollowerEvent<abi extends Abi> = {
  [name in ContractEventName<abi>]: Log<bigint, number, false, undefined, true, abi, name>
}[ContractEventName<abi>]

/** An event with the time of its block, in Unix seconds. */
export type TimedEvent<abi extends Abi> = {
  [name in ContractEventName<abi>]: Log<bigint, number, false, undefined, true, abi, name> & {
    timestamp: number
  }
}[ContractEventName<abi>]

/** A block with enough confirmations. */
export type Head = {
  number: bigint
  /** Unix seconds. */
  timestamp: number
  /** With it, state can be read at this very block (EIP-1898), whatever the chain does meanwhile. */
  hash: Hash
}

/** Blocks that were applied and are not part of the chain any more. */
export type Rollback<abi extends Abi> = {
  /** What was applied and has to be undone, the newest first. At least one. */
  events: FollowerEvent<abi>[]
  /** The last block that still counts. What came instead of the undone ones follows in batches. */
  toBlock: bigint
}

export type Batch<abi extends Abi> = {
  /** At least one, in chain order. */
  events: TimedEvent<abi>[]
  fromBlock: bigint
  /** The last block that was looked at, this one included. */
  toBlock: bigint
  /** The newest block that had enough confirmations when the batch was read. */
  head: Head
}

/**
 * For which blocks the bloom filter in the header is held against the logs: a server that leaves out
 * logs is found out by it.
 *
 * - `'all'`: for all of them, which takes a request for each block that was ever mined since
 *   `fromBlock`
 * - `'recent'`: for the newest ones only. For older ones the logs are believed, which makes a first
 *   start faster by far
 * - `'none'`: for chains whose bloom filters say nothing, as on some rollups. The receipts of the
 *   newest blocks without logs are read instead
 */
export type BloomTrust = 'all' | 'recent' | 'none'

export type FollowerParameters<abi extends Abi, outcome = void> = {
  client: Client<Transport, Chain | undefined>
  /**
   * Further RPC endpoints of the same chain, best of other operators. Whichever answers is used, and
   * a new head counts once most of those that answer have it.
   */
  endpoints?: readonly Client<Transport, Chain | undefined>[] | undefined
  /** Keeps the cursor, in the same transaction as the effects of `onBatch`. */
  store: Store
  /** Names the cursor. Followers of one store need different names. */
  name: string
  /** The contract, or several. */
  address: Address | readonly Address[]
  /** Which events to read. What else is in it is ignored, and so are events that are not. */
  abi: abi
  /** How many blocks must lie on top of a block before it counts. */
  confirmations: number
  /**
   * How many of the newest applied blocks can be undone, 256 by default. A chain that differs from
   * what was applied further back is taken for an RPC server on another chain.
   */
  window?: number | undefined
  /** `'all'` by default. */
  blooms?: BloomTrust | undefined
  /** Where to begin when the store has no cursor, usually the contract's deployment. */
  fromBlock: bigint
  /** Milliseconds between polls, 4,000 by default. */
  pollingInterval?: number | undefined
  /**
   * Applies events. Everything that it writes through `tx` happens together with the cursor's
   * move, so each event takes effect exactly once; what it does elsewhere may happen again.
   * Called only when there are events. A throw undoes the batch, which then comes again.
   */
  onBatch: (tx: Transaction, batch: Batch<abi>) => Promise<outcome>
  /**
   * Undoes events whose blocks a reorganization dropped, in the transaction in which the cursor moves
   * back. Called only when there are events. A throw undoes the rollback, which then comes again.
   */
  onRollback: (tx: Transaction, rollback: Rollback<abi>) => Promise<outcome>
  /**
   * Told what `onBatch` or `onRollback` returned, once its transaction is committed and outside of it: for what is to
   * be said or done elsewhere. Called at most once for a batch, since a crash can swallow it. A throw
   * is told, and undoes nothing.
   */
  afterBatch?: ((outcome: outcome) => void | Promise<void>) | undefined
  /**
   * Chain time has moved: the newest block with enough confirmations, after all events up to it.
   * Called in a first round and then once per new head, also when a reorganization put another block
   * into its place. A throw makes it come again.
   */
  onHead?: ((head: Head) => void | Promise<void>) | undefined
  /** Told what went wrong. The follower goes on; a failure that repeats itself is told once. */
  onError: (error: unknown) => void
  logger?: Logger | undefined
  /** Closes the follower. */
  signal?: AbortSignal | undefined
}

export type Follower = {
  /** Begins to read. Later calls do nothing. */
  start(): void
  /** Looks for new blocks now instead of at the next poll. */
  poll(): void
  /** Resolves once it has caught up for the first time; rejects when it is closed before. */
  readonly ready: Promise<void>
  /**
   * Waits for the batch that is being applied. Idempotent. Do not await it inside `onBatch` or
   * `onHead`.
   */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
