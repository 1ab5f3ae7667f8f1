import type { Driver } from '@passband/tunnel'
import type { Address, Chain, Client, Hash, LocalAccount, Transport } from 'viem'
import { unregisterGatewayCall } from '../actions/gateways/unregisterGateway.js'
import { giveUpCall } from '../actions/passes/giveUp.js'
import { type Contracts, getContracts } from '../contracts/getContracts.js'
import { InvalidInputError } from '../errors/input.js'
import { createEmitter, type Emitter } from '../events/createEmitter.js'
import type { Messenger } from '../messaging/messenger.js'
import type { GatewayStatus } from '../protocol/api.js'
import type { Service } from '../protocol/service.js'
import type { Store } from '../store/store.js'
import type { GatewayEvents } from './events.js'
import { getStatus } from './getStatus.js'
import { type RunningGateway, runGateway } from './runGateway.js'
import { type PassRow, passes } from './tables.js'

export type GatewayParameters = {
  /** A viem client with a local account and a chain: the gateway's account. */
  client: Client<Transport, Chain, LocalAccount>
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
}

/**
 * Sells bandwidth: runs drivers, registers with an SBN, admits the passes that were bought for it,
 * delivers their connection info, ends them in time and settles.
 *
 * @throws {@link InvalidInputError} when a parameter is not usable; `ContractsUnknownError`
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
  readonly #parameters: GatewayParameters & { contracts: Contracts }
  readonly #events: Emitter<GatewayEvents>
  #running: Promise<RunningGateway> | undefined
  readonly on: Emitter<GatewayEvents>['on']
  readonly once: Emitter<GatewayEvents>['once']

  constructor(parameters: GatewayParameters) {
    const { client, drivers, floorPrice = 0n, mbps, services } = parameters
    if (client.account?.type !== 'local')
      throw new InvalidInputError('client', 'It needs a local account to sign with.')
    if (!client.chain) throw new InvalidInputError('client', 'It needs a chain.')
    if (drivers.length === 0) throw new InvalidInputError('drivers', 'At least one is needed.')
    if (services.length === 0) throw new InvalidInputError('services', 'At least one is needed.')
    if (!Number.isInteger(mbps) || mbps < 1)
      throw new InvalidInputError('mbps', 'Expected a whole number of Mbit/s, at least 1.')
    if (floorPrice < 0n || floorPrice >= 1n << 64n)
      throw new InvalidInputError('floorPrice', 'Expected PRIX base units below 2^64.')
    this.#parameters = { ...parameters, contracts: getContracts(client, parameters) }
    this.#events = createEmitter<GatewayEvents>()
    this.on = this.#events.on
    this.once = this.#events.once
  }

  /**
   * Starts serving. Resolves once the drivers listen and the registration is on chain.
   *
   * @throws `SbnUnreachableError`, `SbnAnswerInvalidError`, `WrongChainError`,
   * `InsufficientGasError`, `ChainUnreachableError`, and those of the drivers
   */
  async start(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (this.#running) throw new InvalidInputError('start', 'It was started already.')
    this.#running = runGateway(this.#parameters, this.#events, options.signal)
    try {
      await this.#running
    } catch (error) {
      this.#running = undefined
      throw error
    }
  }

  /**
   * What the SBN thinks of this gateway: whether it assigns it, and if not, why.
   *
   * @throws `SbnRefusedError` (`GATEWAY_UNKNOWN`), `SbnUnreachableError`, `SbnAnswerInvalidError`
   */
  async status(options: { signal?: AbortSignal | undefined } = {}): Promise<GatewayStatus> {
    return getStatus((await this.#require()).context, options.signal)
  }

  /** Passes that were bought for this gateway, as read from the chain. */
  async passes(): Promise<PassRow[]> {
    const rows = await this.#parameters.store.transaction((tx) => passes.list(tx))
    return rows.map(({ value }) => value)
  }

  /**
   * Ends a pass early: paid for the seconds served, the rest goes back to its owner.
   *
   * @throws `InvalidInputError` when it is not a pass of this gateway; `ContractRevertedError`
   */
  async giveUp(passId: PassRow['passId']): Promise<Hash> {
    const { context } = await this.#require()
    const { contracts, outbox, store } = context
    const key = `giveUp/${passId}`
    await store.transaction(async (tx) => {
      const row = await passes.get(tx, passId)
      if (!row) throw new InvalidInputError('passId', 'Not a pass of this gateway.')
      await outbox.submit(tx, { key, ...giveUpCall(contracts, { terms: row.terms }) })
    })
    return (await outbox.wait(key)).transactionHash
  }

  /**
   * Ends the registration with the SBN: no new passes. Running ones are served until `close`.
   *
   * @throws `ContractRevertedError`, `ChainUnreachableError`
   */
  async unregister(): Promise<Hash> {
    const { context } = await this.#require()
    const { contracts, outbox, sbn, store } = context
    const key = `unregister/${sbn.sbn}/${Date.now()}`
    const call = unregisterGatewayCall(contracts, { sbn: sbn.sbn })
    await store.transaction((tx) => outbox.submit(tx, { key, ...call }))
    return (await outbox.wait(key)).transactionHash
  }

  /** Stops serving. The registration stays, and so do passes: `start` on a new one goes on. Idempotent. */
  async close(): Promise<void> {
    const running = await this.#running?.catch(() => undefined)
    await running?.close()
    this.#events.removeAllListeners()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #require(): Promise<RunningGateway> {
    if (!this.#running) throw new InvalidInputError('gateway', 'It is not started.')
    return this.#running
  }
}
