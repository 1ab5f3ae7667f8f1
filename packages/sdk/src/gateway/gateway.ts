import type { Driver } from '@passband/tunnel'
import type { Address, Chain, Client, Hash, Hex, LocalAccount, Transport } from 'viem'
import * as z from 'zod/mini'
import { unregisterGatewayCall } from '../actions/gateways/unregisterGateway.js'
import { giveUpCall } from '../actions/passes/giveUp.js'
import { type Contracts, getContracts } from '../contracts/getContracts.js'
import { InvalidInputError } from '../errors/input.js'
import { createEmitter, type Emitter } from '../events/createEmitter.js'
import { abortable } from '../internal/abortable.js'
import { createLifecycle, type Lifecycle } from '../internal/createLifecycle.js'
import type { Messenger } from '../messaging/messenger.js'
import { submitAgain } from '../outbox/submitAgain.js'
import type { GatewayStatus } from '../protocol/api.js'
import type { GatewayCheck } from '../protocol/gatewayCheck.js'
import { address, mbps } from '../protocol/schemas.js'
import { type Service, service } from '../protocol/service.js'
import type { Store } from '../store/store.js'
import type { GatewayEvents } from './events.js'
import { getChecks } from './getChecks.js'
import { getStatus } from './getStatus.js'
import { registrationKey } from './registrationKey.js'
import { type RunningGateway, runGateway } from './runGateway.js'
import { type PassRow, passes, registrations } from './tables.js'

export type GatewayParameters = {
  /** A viem client with a local account and a chain: the gateway's account. */
  client: Client<Transport, Chain, LocalAccount>
  /** Further RPC endpoints of the same chain beside the client's, best of other operators. */
  endpoints?: readonly Client<Transport, Chain>[] | undefined
  /** URL of the SBN's API, or a messenger to it. */
  sbn: string | Messenger
  /** What carries the traffic. */
  drivers: readonly Driver[]
  /** What is sold. */
  services: readonly Service[]
  /** What can be carried at once, in each direction, Mbit/s. */
  mbps: number
  /** Lowest price, PRIX base units per Mbit/s and hour. @default 0n */
  floorPrice?: bigint | undefined
  /** Where earnings go. The gateway's account when left out. */
  payee?: Address | undefined
  /** Keeps keys, passes and transactions. It has to outlive the process. */
  store: Store
  /** Where the contracts are, when the client's chain does not say. */
  contracts?: Contracts | undefined
  /** Blocks on top of a purchase before it is served. @default 2 */
  confirmations?: number | undefined
  /** Milliseconds between looks at the chain. @default 4000 */
  pollingInterval?: number | undefined
  /**
   * Seconds for which the delivery of a pass is tried before the pass is given up, which refunds what is
   * left of it; a tenth of the pass's duration when that is less, and at least 30. @default 300
   */
  patience?: number | undefined
}

/**
 * Sells bandwidth: runs drivers, registers with an SBN, admits the passes that were bought for it,
 * delivers their connection info, ends them in time and settles.
 *
 * @throws `InvalidInputError` when a parameter is not usable; `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { Gateway } from '@passband/sdk/gateway'
 * import { libsql } from '@passband/sdk/store/libsql'
 * import { socks } from '@passband/tunnel/socks'
 *
 * const gateway = new Gateway({
 *   client,
 *   sbn: 'https://sbn.example',
 *   drivers: [socks({ publicHost: 'gateway.example', port: 1080 })],
 *   services: ['proxy'],
 *   mbps: 100,
 *   store: await libsql({ path: 'gateway.db' }),
 * })
 * gateway.on('passEnded', ({ owed }) => console.log(owed))
 * await gateway.start()
 * ```
 */
export class Gateway {
  readonly #store: Store
  readonly #events: Emitter<GatewayEvents>
  readonly #lifecycle: Lifecycle<RunningGateway>
  readonly on: Emitter<GatewayEvents>['on']
  readonly once: Emitter<GatewayEvents>['once']

  constructor(parameters: GatewayParameters) {
    const { client, drivers, floorPrice = 0n } = parameters
    if (client.account?.type !== 'local')
      throw new InvalidInputError('client', 'It needs a local account to sign with.')
    if (!client.chain) throw new InvalidInputError('client', 'It needs a chain.')
    if (drivers.length === 0) throw new InvalidInputError('drivers', 'At least one is needed.')
    if (drivers.length > 8 || new Set(drivers.map(({ name }) => name)).size < drivers.length)
      throw new InvalidInputError('drivers', 'Expected at most 8, each another.')
    if (floorPrice < 0n || floorPrice >= 1n << 64n)
      throw new InvalidInputError('floorPrice', 'Expected PRIX base units below 2^64.')
    if (!((parameters.patience ?? 0) >= 0))
      throw new InvalidInputError('patience', 'Expected seconds.')
    const checked = {
      ...parameters,
      services: parse('services', services, parameters.services),
      mbps: parse('mbps', mbps, parameters.mbps),
      payee: parse('payee', address, parameters.payee ?? client.account.address),
      contracts: getContracts(client, parameters),
    }
    this.#store = parameters.store
    this.#events = createEmitter<GatewayEvents>()
    this.#lifecycle = createLifecycle('gateway', (signal) =>
      runGateway(checked, this.#events, signal),
    )
    this.on = this.#events.on
    this.once = this.#events.once
  }

  /**
   * Starts serving. Resolves once the drivers listen and the registration is on chain.
   *
   * @throws `NotRunningError` when it was closed, also meanwhile; `SbnUnreachableError`, `SbnAnswerInvalidError`, `WrongChainError`,
   * `InsufficientGasError`, `ChainUnreachableError`, and those of the drivers
   */
  async start(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    await this.#lifecycle.start(options.signal)
  }

  /**
   * What the SBN thinks of this gateway: whether it assigns it, and if not, why.
   *
   * @throws `NotRunningError`, `SbnRefusedError` (`GATEWAY_UNKNOWN`), `SbnUnreachableError`,
   * `SbnAnswerInvalidError`
   */
  async status(options: { signal?: AbortSignal | undefined } = {}): Promise<GatewayStatus> {
    return getStatus((await this.#lifecycle.require()).context, options.signal)
  }

  /**
   * The checks that the SBN made of this gateway, the newest first: what each found, and why it was
   * refused, when it was. Not carried by the chain.
   *
   * @throws `NotRunningError`, `SbnRefusedError` (`GATEWAY_UNKNOWN`), `SbnUnreachableError`,
   * `SbnAnswerInvalidError`
   *
   * @example
   * ```ts
   * for (const { at, outcome, reason } of await gateway.checks()) console.log(at, outcome, reason)
   * ```
   */
  async checks(options: { signal?: AbortSignal | undefined } = {}): Promise<GatewayCheck[]> {
    const { context } = await this.#lifecycle.require()
    return getChecks(context, { again: false, signal: options.signal })
  }

  /**
   * Asks the SBN to check this gateway next, for example after something was repaired.
   *
   * @throws `NotRunningError`, `SbnRefusedError` (`GATEWAY_UNKNOWN`, or `CHECKED_LATELY`: at most once
   * a minute), `SbnUnreachableError`, `SbnAnswerInvalidError`
   */
  async requestCheck(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    const { context } = await this.#lifecycle.require()
    await getChecks(context, { again: true, signal: options.signal })
  }

  /** Passes that were bought for this gateway, as read from the chain. */
  async passes(options: { signal?: AbortSignal | undefined } = {}): Promise<PassRow[]> {
    options.signal?.throwIfAborted()
    const listing = this.#store.transaction((tx) => passes.list(tx))
    const rows = await abortable(listing, options.signal)
    return rows.map(({ value }) => value)
  }

  /**
   * Ends a pass early: paid for the seconds served, the rest goes back to its owner.
   *
   * An abort ends the waiting only: what was asked for is still done.
   *
   * @throws `NotRunningError`; `InvalidInputError` when it is not a pass of this gateway;
   * `ContractRevertedError`
   */
  async giveUp(passId: Hex, options: { signal?: AbortSignal | undefined } = {}): Promise<Hash> {
    options.signal?.throwIfAborted()
    const { contracts, outbox, store } = (await this.#lifecycle.require()).context
    const key = await store.transaction(async (tx) => {
      const row = await passes.get(tx, passId.toLowerCase())
      if (!row) throw new InvalidInputError('passId', 'Not a pass of this gateway.')
      const call = giveUpCall(contracts, { terms: row.terms })
      return submitAgain(outbox, tx, { key: `giveUp/${row.passId}`, ...call })
    })
    return (await outbox.wait(key, options)).transactionHash
  }

  /**
   * Ends the registration with the SBN: no new passes. Running ones are served until `close`.
   *
   * An abort ends the waiting only: what was asked for is still done. Asked twice, it is done once.
   *
   * @throws `NotRunningError`, `ContractRevertedError`, `ChainUnreachableError`
   */
  async unregister(options: { signal?: AbortSignal | undefined } = {}): Promise<Hash> {
    options.signal?.throwIfAborted()
    const { contracts, outbox, sbn, store } = (await this.#lifecycle.require()).context
    const call = unregisterGatewayCall(contracts, { sbn: sbn.sbn })
    const key = await store.transaction(async (tx) => {
      const { sequence = '0' } = (await registrations.get(tx, sbn.sbn)) ?? {}
      const key = registrationKey('unregister', sbn.sbn, sequence)
      return submitAgain(outbox, tx, { key, ...call })
    })
    return (await outbox.wait(key, options)).transactionHash
  }

  /** Stops serving. The registration stays, and so do passes: `start` on a new one goes on. Idempotent. */
  async close(): Promise<void> {
    await this.#lifecycle.close()
    this.#events.removeAllListeners()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

const services = z.array(service).check(z.minLength(1), z.maxLength(8))

function parse<output>(field: string, schema: z.ZodMiniType<output, unknown>, value: unknown) {
  const result = z.safeParse(schema, value)
  if (result.success) return result.data
  throw new InvalidInputError(field, `${result.error.issues[0]?.message ?? 'Not usable'}.`)
}
