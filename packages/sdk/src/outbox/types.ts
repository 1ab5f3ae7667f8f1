import type { Address, Chain, Client, Hex, LocalAccount, TransactionReceipt, Transport } from 'viem'
import type { Logger } from '../internal/logger.js'
import type { Store, Transaction } from '../store/store.js'
import type { Lease } from './createLease.js'

export type OutboxParameters = {
  /** Signs with a local account, which nothing else may use. */
  client: Client<Transport, Chain | undefined, LocalAccount>
  /**
   * Further RPC endpoints. Transactions are sent through all of them, and what at least half of all
   * agree on, and fewer deny, is taken for true. The account of such a client is not used.
   */
  endpoints?: readonly Client<Transport, Chain | undefined>[] | undefined
  store: Store
  /** Names the queue: 1 to 64 characters of `[A-Za-z0-9._-]`. Outboxes of one store need different names. */
  name: string
  /** How many blocks must lie on top of a transaction's block before it is done. */
  confirmations: number
  /**
   * How many blocks must lie on top of a block before it is taken for final, 64 by default, and never
   * less than `confirmations`. Until then, what is done is watched, and sent again when the chain
   * loses it; and a call whose nonce went to a stranger gets a new one only after that.
   */
  reorgDepth?: number | undefined
  /** How many transactions may wait in the servers' pools at the same time, 32 by default. */
  maxInFlight?: number | undefined
  /**
   * The most that is ever offered for gas, in wei per unit, 1,000 gwei by default. While the market
   * is above it, transactions wait.
   */
  maxFeePerGas?: bigint | undefined
  /**
   * When the transaction that is next in line is taken for stuck, and its fee raised: so many blocks
   * (3 by default) and so many seconds of chain time (30 by default) after it was signed.
   */
  stuckAfter?: { blocks?: number | undefined; seconds?: number | undefined } | undefined
  /** Milliseconds between looks at the chain, 4,000 by default. */
  pollingInterval?: number | undefined
  /**
   * Told of each transaction that was mined and confirmed without failing; again when the chain lost
   * it after that. A notice only: a crash can swallow it. Effects belong to where the contract's
   * events are followed.
   */
  onMined?: ((event: { key: string; receipt: TransactionReceipt }) => void) | undefined
  /** Told what went wrong. The outbox goes on; a failure that repeats itself is told once. */
  onError?: ((error: unknown) => void) | undefined
  logger?: Logger | undefined
  /** Closes the outbox. */
  signal?: AbortSignal | undefined
}

export type IntentParameters = {
  /**
   * Says what it is for, for example `settle/42/7`. The same key is never sent twice. It must not
   * begin with `outbox:`.
   */
  key: string
  to: Address
  data: Hex
  /** Wei. */
  value?: bigint | undefined
}

/** How far an intent is. One that failed was refused or reverted. */
export type IntentState = { state: 'open' | 'failed' } | { state: 'done'; blockNumber: bigint }

export type Outbox = {
  /** Begins to send. Later calls do nothing. */
  start(): void
  /**
   * Resolves once this outbox alone may sign for the account. Rejects with `OutboxKeyInUseError` when
   * another one, here or in another process, does so over the same store: this one then sends
   * nothing unless the other ends. Rejects, too, when the store cannot be written to or belongs to
   * another chain or account, and with `OutboxClosedError` when it is closed before.
   */
  readonly ready: Promise<void>
  /**
   * Writes down that a call shall be sent, as part of the caller's transaction.
   *
   * @returns Whether it is new. Under a known key nothing changes, whatever the rest says.
   */
  submit(tx: Transaction, intent: IntentParameters): Promise<boolean>
  /** How far an intent is, or `undefined` when nothing was submitted under the key. */
  state(tx: Transaction, key: string): Promise<IntentState | undefined>
  /**
   * Waits until an intent is confirmed.
   *
   * @throws `ContractRevertedError` The contract refuses the call; nothing was sent.
   * @throws `TransactionRevertedError` It was mined and failed.
   * @throws `ReceiptUnavailableError` It was done long ago, and no server has its receipt any more.
   * @throws `IntentUnknownError` Nothing was submitted under the key, or not yet committed.
   * @throws `OutboxClosedError` The outbox was closed meanwhile.
   */
  wait(key: string, options?: { signal?: AbortSignal | undefined }): Promise<TransactionReceipt>
  /** Waits for the step that is being done. What is not finished stays in the store. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Steps of sending, in their order. Between any two of them the process may die. */
export type OutboxStep =
  | 'estimated'
  | 'signed'
  | 'stored'
  | 'broadcast'
  | 'raised'
  | 'mined'
  | 'finished'

/** What only tests set. */
export type OutboxInternals = {
  /** Where tests make the process die. */
  reached?: ((step: OutboxStep) => Promise<void>) | undefined
  /** Milliseconds after which a lease without a sign of life may be taken over. */
  leaseTime?: number | undefined
}

export type Endpoint = Client<Transport, Chain | undefined>

export type OutboxContext = {
  client: Client<Transport, Chain | undefined, LocalAccount>
  /** All of them, the signing client's first. */
  endpoints: readonly Endpoint[]
  store: Store
  name: string
  confirmations: number
  reorgDepth: number
  maxInFlight: number
  maxFeePerGas: bigint
  stuckAfter: { blocks: number; seconds: number }
  pollingInterval: number
  onMined: OutboxParameters['onMined']
  logger: Logger | undefined
  signal: AbortSignal
  reached: (step: OutboxStep) => Promise<void>
  /** Tells a failure, once as long as it repeats itself; `undefined` says that it is over. */
  report: (scope: string, error: unknown) => void
  lease: Lease
  memory: OutboxMemory
}

/** What a restart may forget: it only saves questions, and patience begins anew. */
export type OutboxMemory = {
  chainId: number | undefined
  /** Endpoints that were asked for their chain. */
  rightChain: WeakSet<Endpoint>
  /** When a call that cannot be estimated is tried again, by key. */
  retries: Map<string, { failures: number; notBefore: number }>
  /** The head at the last broadcast, by nonce. */
  broadcastAt: Map<number, bigint>
  /** The head at which a nonce was first missed. */
  gapSince: bigint | undefined
  /** The head at which a stranger is looked for again, by nonce. */
  searchAgainAt: Map<number, bigint>
  /** The head under which finished intents were last looked at. */
  watchedAt: Hex | undefined
}
