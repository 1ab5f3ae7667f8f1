import type { Driver, FetchSession } from '@passband/tunnel'
import {
  type Address,
  type Chain,
  type Client,
  getAddress,
  type Hash,
  type Hex,
  type LocalAccount,
  type Transport,
} from 'viem'
import { collectFeesCall } from '../actions/passes/collectFees.js'
import { getFees } from '../actions/passes/getFees.js'
import { type Contracts, getContracts } from '../contracts/getContracts.js'
import { InvalidInputError } from '../errors/input.js'
import { NotRunningError } from '../errors/lifecycle.js'
import { createEmitter, type Emitter } from '../events/createEmitter.js'
import type { ClassifyAddressParameters } from '../geo/classifyAddress.js'
import { assertCoordinates } from '../geo/distance/assertCoordinates.js'
import type { Coordinates } from '../geo/distance/isPossible.js'
import type { GeoSource } from '../geo/geoSource.js'
import { abortable } from '../internal/abortable.js'
import { createLifecycle, type Lifecycle } from '../internal/createLifecycle.js'
import { getChainTime } from '../internal/getChainTime.js'
import { assertReflector, type Reflector } from '../measuring/reflector.js'
import type { SbnApi } from '../messaging/messenger.js'
import { submitNext } from '../outbox/submitNext.js'
import type { GatewayStatus } from '../protocol/api.js'
import type { Store } from '../store/store.js'
import type { BlindParameters } from './blind/blindShopper.js'
import { parseBlind } from './blind/parseBlind.js'
import { readSpent } from './blind/spending.js'
import type { Challenger } from './challengers/challenger.js'
import { ownName } from './challengers/combineAnswers.js'
import { readTraffic } from './checking/traffic.js'
import type { SbnEvents } from './events.js'
import {
  explainGateway,
  explainQuote,
  type GatewayExplanation,
  type QuoteExplanation,
} from './explain.js'
import { type OnchainPolicy, parseOnchain } from './inbox/onchain.js'
import { defaultPricing, type PricingPolicy, parsePricing } from './pricing.js'
import { type RunningSbn, runSbn } from './runSbn.js'
import { gateways } from './tables.js'
import type { ThroughputTest } from './throughputTest.js'

export type SbnParameters = {
  /** A viem client with a local account and a chain: the SBN's account. */
  client: Client<Transport, Chain, LocalAccount>
  /** Further RPC endpoints of the same chain beside the client's, best of other operators. */
  endpoints?: readonly Client<Transport, Chain>[] | undefined
  /** What it can check gateways through. */
  drivers: readonly Driver<FetchSession>[]
  /** Who knows where an address is. */
  geo: readonly GeoSource[]
  /** What networks are for, and how old a source's data may be. */
  geoPolicy?: Pick<ClassifyAddressParameters, 'networks' | 'maxAge'> | undefined
  /**
   * Where its own machine is, in degrees. With it, a gateway that answers faster than light in fibre
   * comes back from its country is refused.
   */
  location?: Coordinates | undefined
  /** How it prices. */
  pricing?: PricingPolicy | undefined
  /** Its share of what is owed, in basis points. @default 500 */
  fee?: number | undefined
  /**
   * Keeps keys, gateways, quotes and passes. It has to outlive the process.
   *
   * When it is lost, the account's key brings back its encryption key (unless the account cannot sign
   * the same text twice in the same way: then the store has to be backed up), and the chain its record,
   * gateways and passes. Gateways deliver again. Quotes that were not bought, and details that their
   * gateway has not asked for yet, are gone; a gateway gives such passes up, which refunds them.
   */
  store: Store
  /** Address that its API listens on. @default '127.0.0.1' */
  host?: string | undefined
  /** Port of its API; 0 takes a free one. @default 0 */
  port?: number | undefined
  /** Where the API is reached from outside. What it listens on when left out. */
  publicUrl?: string | undefined
  /**
   * Where the same server is reached by gateways' traffic, with nothing in between: it takes whoever
   * connects for a gateway's exit. Needed where a proxy stands before `publicUrl`, such as one that ends
   * TLS. Plain HTTP is safe here, since nobody without the key of a test can make up its content.
   * `publicUrl` when left out.
   */
  reflectorUrl?: string | undefined
  /**
   * Whether its API is served over HTTP. Without it, this SBN is asked over the chain only, and what
   * listens is the reflector that gateways are checked with. @default true
   */
  api?: boolean | undefined
  /** Answers what is asked over the chain. Answers cost gas, so it does not when this is left out. */
  onchain?: OnchainPolicy | undefined
  /** Where the contracts are, when the client's chain does not say. */
  contracts?: Contracts | undefined
  /** Blocks on top of an event before it counts. @default 2 */
  confirmations?: number | undefined
  /** Milliseconds between looks at the chain. @default 4000 */
  pollingInterval?: number | undefined
  /**
   * Reflectors of its operator on other machines (`createReflector`), best in other networks and some of
   * them over IPv6, each with its key. In every check they have to see the same address as this SBN's own
   * does, or one of the other family in the same country.
   */
  reflectors?: readonly Reflector[] | undefined
  /**
   * Who else measures, each from a machine and over a line of its own (`httpChallenger`). With two of them
   * or more, one that lies moves what is found by a tenth at most. None when left out.
   */
  challengers?: readonly Challenger[] | undefined
  /** Seconds between checks of a trusted gateway. @default 300 */
  checkInterval?: number | undefined
  /** How long the throughput test of a check takes, and what it may move. */
  throughput?: ThroughputTest | undefined
  /**
   * Mbit/s that its own line carries in each direction. Of a gateway that claims more, only so much is
   * expected, and of several that are measured at the same moment, their share of it. @default 1000
   */
  lineMbps?: number | undefined
  /**
   * Whether gateways whose traffic comes out in a range that only the chain's definition allows, as in
   * development networks, are measured together with their neighbours, as all others are: there, all of
   * them are one machine anyway. @default false
   */
  groupsLocal?: boolean | undefined
  /**
   * URLs of others that answer as long as this SBN's own network works. When a gateway that was trusted
   * is out of reach, and none of them answers, or the RPC server or all `reflectors` do not, the gateway
   * stays what it was.
   */
  canaries?: readonly string[] | undefined
  /**
   * Most bytes that throughput tests move in a day (UTC), both directions together. When they are used
   * up, known gateways keep what was measured before, and new ones wait. @default 107374182400
   */
  trafficPerDay?: number | undefined
  /**
   * Blind checks: passes that are bought and measured as by any customer, so that a gateway which
   * serves checks better than its customers is found out and refused (`FAVOURS_CHECKS`). They cost the
   * least that the passes owe, and gas. None are made when this is left out.
   */
  blind?: BlindParameters | undefined
  /** Seconds after a pass's end from which this SBN settles it. @default 86400 */
  settleAfter?: number | undefined
}

/**
 * A Service Blockchain Node: checks gateways through the service that they sell, trusts or refuses
 * them with a reason, prices, assigns and quotes.
 *
 * @throws `InvalidInputError` when a parameter is not usable; `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { SBN } from '@passband/sdk/sbn'
 * import { libsql } from '@passband/sdk/store/libsql'
 * import { socks } from '@passband/tunnel/socks'
 *
 * const sbn = new SBN({
 *   client,
 *   drivers: [socks()],
 *   geo: [source],
 *   store: await libsql({ path: 'sbn.db' }),
 *   host: '0.0.0.0',
 *   port: 8080,
 *   publicUrl: 'https://sbn.example',
 *   reflectorUrl: 'http://sbn.example:8080',
 * })
 * sbn.on('gatewayRefused', ({ reason }) => console.log(reason))
 * await sbn.start()
 * ```
 */
export class SBN {
  readonly #store: Store
  readonly #events: Emitter<SbnEvents>
  readonly #lifecycle: Lifecycle<RunningSbn>
  #url: string | undefined
  readonly on: Emitter<SbnEvents>['on']
  readonly once: Emitter<SbnEvents>['once']

  constructor(parameters: SbnParameters) {
    const { client, drivers, fee = 500, geo, pricing = defaultPricing } = parameters
    if (client.account?.type !== 'local')
      throw new InvalidInputError('client', 'It needs a local account to sign with.')
    if (!client.chain) throw new InvalidInputError('client', 'It needs a chain.')
    if (drivers.length === 0) throw new InvalidInputError('drivers', 'At least one is needed.')
    if (geo.length === 0) throw new InvalidInputError('geo', 'At least one source is needed.')
    for (const name of ['publicUrl', 'reflectorUrl'] as const) {
      const { [name]: url } = parameters
      if (url !== undefined && !URL.canParse(url))
        throw new InvalidInputError(name, 'It must be a URL.')
    }
    for (const url of parameters.canaries ?? [])
      if (!URL.canParse(url)) throw new InvalidInputError('canaries', 'Expected URLs.')
    const { lineMbps = 1_000 } = parameters
    if (!(lineMbps >= 1)) throw new InvalidInputError('lineMbps', 'It must be at least 1.')
    if (parameters.location) assertCoordinates(parameters.location)
    for (const reflector of parameters.reflectors ?? []) assertReflector(reflector)
    const names = (parameters.challengers ?? []).map(({ name }) => name)
    if (names.length > 16 || new Set([ownName, ...names]).size < names.length + 1)
      throw new InvalidInputError('challengers', 'Expected at most 16, each with another name.')
    if (!Number.isInteger(fee) || fee < 0 || fee > 2_000)
      throw new InvalidInputError('fee', 'Expected basis points from 0 to 2000.')
    if (parameters.onchain) parseOnchain(parameters.onchain)
    else if (parameters.api === false)
      throw new InvalidInputError('onchain', 'Without an API, it can be asked in no other way.')
    const checked = {
      ...parameters,
      blind: parameters.blind && parseBlind(parameters.blind),
      contracts: getContracts(client, parameters),
      pricing: parsePricing(pricing),
    }
    this.#store = parameters.store
    this.#events = createEmitter<SbnEvents>()
    this.#lifecycle = createLifecycle('SBN', (signal) => runSbn(checked, this.#events, signal))
    this.on = this.#events.on
    this.once = this.#events.once
  }

  /**
   * Starts serving. Resolves once its record is on chain and its API answers.
   *
   * @throws `NotRunningError` when it was closed, also meanwhile; `InsufficientPrixError` (the bond), `InsufficientGasError`, `ChainUnreachableError`,
   * `PackageMissingError`
   */
  async start(options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    this.#url = (await this.#lifecycle.start(options.signal)).url
  }

  /**
   * Where its API is reached, or was. Empty when it has none.
   *
   * @throws `NotRunningError` before it has started.
   */
  get url(): string {
    if (this.#url === undefined) throw new NotRunningError('SBN')
    return this.#url
  }

  /** What can be asked of it, without a wire in between; for the `memory` messenger. */
  async api(): Promise<SbnApi> {
    return (await this.#lifecycle.require()).api
  }

  /** What it thinks of every gateway that is registered with it. */
  async gateways(): Promise<GatewayStatus[]> {
    const rows = await this.#store.transaction((tx) => gateways.list(tx))
    return rows.map(({ value }) => value.status)
  }

  /**
   * What throughput tests have moved today (UTC), or are about to, and what they may move, in bytes.
   *
   * @throws `NotRunningError`, `ChainUnreachableError`
   */
  async traffic(): Promise<{ used: number; limit: number }> {
    const { client, trafficPerDay } = (await this.#lifecycle.require()).context
    const now = await getChainTime(client)
    const used = await this.#store.transaction((tx) => readTraffic(tx, now))
    return { used, limit: trafficPerDay }
  }

  /**
   * What blind checks cost today (UTC), passes that are open with their whole price, and what they may
   * cost, in PRIX base units.
   *
   * @throws `NotRunningError`, `ChainUnreachableError`
   */
  async spending(): Promise<{ used: bigint; limit: bigint }> {
    const { blind, client } = (await this.#lifecycle.require()).context
    const now = await getChainTime(client)
    const used = await this.#store.transaction((tx) => readSpent(tx, now))
    return { used, limit: blind?.budgetPerDay ?? 0n }
  }

  /**
   * Why it thinks of a gateway what it does: whether it is trusted, its score with its parts, age and
   * confidence, and all of it in plain words.
   *
   * @param gateway Its account.
   * @returns `undefined` when it is not registered here.
   * @throws `NotRunningError`, `ChainUnreachableError`
   *
   * @example
   * ```ts
   * const { reasons = [] } = (await sbn.explain(gateway)) ?? {}
   * console.log(reasons.join('\n'))
   * ```
   */
  async explain(gateway: Address): Promise<GatewayExplanation | undefined> {
    const { client } = (await this.#lifecycle.require()).context
    return explainGateway(this.#store, getAddress(gateway), await getChainTime(client))
  }

  /**
   * Why a pass was quoted at its price and with its gateway, as it was then: what has changed since
   * does not touch it.
   *
   * @param passId As in the quote.
   * @returns `undefined` when it was not quoted here, or not bought and forgotten.
   */
  async explainQuote(passId: Hex): Promise<QuoteExplanation | undefined> {
    return explainQuote(this.#store, passId)
  }

  /**
   * Collects its fees, and the protocol's share of its passes for the treasury.
   *
   * An abort ends the waiting only: what was asked for is still done. Asked while it is being done,
   * it is done once, and asked when nothing is due, nothing is sent.
   *
   * @returns Hash of the transaction, which is confirmed; `undefined` when nothing was due.
   * @throws `NotRunningError`, `ContractRevertedError`, `ChainUnreachableError`
   */
  async collectFees(options: { signal?: AbortSignal | undefined } = {}): Promise<Hash | undefined> {
    options.signal?.throwIfAborted()
    const { client, contracts, outbox, store } = (await this.#lifecycle.require()).context
    const sbn = client.account.address
    const due = await abortable(getFees(client, { contracts, sbn }), options.signal)
    if (due.sbnAmount === 0n && due.protocolAmount === 0n) return undefined
    const call = collectFeesCall(contracts, { sbn })
    const key = await store.transaction((tx) =>
      submitNext(outbox, tx, { key: 'collectFees', ...call }),
    )
    return (await outbox.wait(key, options)).transactionHash
  }

  /** Stops serving. Its record, passes and gateways stay: `start` on a new one goes on. Idempotent. */
  async close(): Promise<void> {
    await this.#lifecycle.close()
    this.#events.removeAllListeners()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
