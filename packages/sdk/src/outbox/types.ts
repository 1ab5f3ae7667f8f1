import type { Address, Chain, Client, Hex, LocalAccount, TransactionReceipt, Transport } from 'viem'
import type { Logger } from '../internal/logger.js'
import type { Store, Transaction } from '../store/store.js'

export type OutboxParameters = {
  /** Signs with a local account, which nothing else may use. */
  client: Client<Transport, Chain | undefined, LocalAccount>
  store: Store
  /** Names the queue: 1 to 64 characters of `[A-Za-z0-9._-]`. Outboxes of one store need different names. */
  name: string
  /** How many blocks must lie on top of a transaction's block before it is done. */
  confirmations: number
  /** Milliseconds between looks at the chain, 4,000 by default. */
  pollingInterval?: number | undefined
  /**
   * Told of each transaction that was mined and confirmed without failing. A notice only: a crash
   * can swallow it. Effects belong to where the contract's events are followed.
   */
  onMined?: ((event: { key: string; receipt: TransactionReceipt }) => void) | undefined
  /** Told what went wrong. The outbox goes on; a failure that repeats itself is told once. */
  onError?: ((error: unknown) => void) | undefined
  logger?: Logger | undefined
  /** Closes the outbox. */
  signal?: AbortSignal | undefined
}

export type IntentParameters = {
  /** Says what it is for, for example `settle/42/7`. The same key is never sent twice. */
  key: string
  to: Address
  data: Hex
  /** Wei. */
  value?: bigint | undefined
}

/** How far an intent is. One that failed was refused, reverted, or lost its nonce to another. */
export type IntentState = { state: 'open' | 'failed' } | { state: 'done'; blockNumber: bigint }

export type Outbox = {
  /** Begins to send. Later calls do nothing. */
  start(): void
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
   * @throws `NonceTakenError` Something else used the account.
   * @throws `IntentUnknownError` Nothing was submitted under the key, or not yet committed.
   * @throws `OutboxClosedError` The outbox was closed meanwhile.
   */
  wait(key: string, options?: { signal?: AbortSignal | undefined }): Promise<TransactionReceipt>
  /** Waits for the step that is being done. What is not finished stays in the store. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Steps of sending, in their order. Between any two of them the process may die. */
export type OutboxStep = 'estimated' | 'signed' | 'stored' | 'broadcast' | 'mined' | 'finished'

export type OutboxContext = OutboxParameters & {
  signal: AbortSignal
  /** Where tests make the process die. */
  reached: (step: OutboxStep) => Promise<void>
}
