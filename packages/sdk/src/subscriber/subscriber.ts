import type { Driver, Session } from '@passband/tunnel'
import type { Account, Chain, Client, Transport } from 'viem'
import { type Contracts, getContracts } from '../contracts/getContracts.js'
import { InvalidInputError } from '../errors/input.js'
import { tellPaymentState } from '../errors/tellPaymentState.js'
import { createEmitter, type Emitter } from '../events/createEmitter.js'
import { abortable } from '../internal/abortable.js'
import { http } from '../messaging/http.js'
import type { FallbackEvent, Messenger } from '../messaging/messenger.js'
import { memory } from '../store/memory/memory.js'
import type { Store } from '../store/store.js'
import { type BuyOptions, buyPass } from './buyPass.js'
import type { SubscriberContext } from './context.js'
import { setContext } from './contexts.js'
import type { SubscriberEvents } from './events.js'
import { listPasses } from './listPasses.js'
import { Pass } from './pass.js'
import { joinWork } from './purchasing/joinWork.js'
import type { Quote } from './quote.js'
import { quoteOfKey } from './quoteOfKey.js'
import type { RecoverOptions } from './recovery/recoverPasses.js'
import { requestQuote } from './requestQuote.js'
import type { Requirements } from './requirements.js'
import { type ResumedPurchase, type ResumeOptions, resumePurchases } from './resumePurchases.js'

/** What a driver's `connect` gives. */
type SessionOf<driver> = driver extends Driver<infer session> ? session : never

export type SubscriberParameters<drivers extends readonly (Driver<Session> | string)[]> = {
  /** A viem client with an account and a chain. */
  client: Client<Transport, Chain, Account>
  /** URL of an SBN's API, or a messenger to one. */
  sbn: string | Messenger
  /**
   * What can carry a pass, in no order. The name of a driver instead of the driver itself, for example
   * `'socks'`, is for apps that want the connection info only.
   */
  drivers: drivers
  /** Where keys and purchases are kept. Memory when left out: they are gone with the process. */
  store?: Store | undefined
  /** Where the contracts are, when the client's chain does not say. */
  contracts?: Contracts | undefined
}

/**
 * Buys bandwidth and uses it.
 *
 * @throws `InvalidInputError` when the client has no account or chain, or there is no driver;
 * `ContractsUnknownError`
 *
 * @example
 * ```ts
 * import { Subscriber } from '@passband/sdk'
 * import { socks } from '@passband/tunnel/socks'
 *
 * const subscriber = new Subscriber({ client, sbn: url, drivers: [socks()] })
 * const pass = await subscriber.buy(
 *   { service: 'proxy', country: 'DE', mbps: 20, duration: '1h' },
 *   { maxPrice: 500_000_000n },
 * )
 * const session = await pass.connect()
 * const response = await session.fetch('https://example.com')
 * await pass.leave()
 * await subscriber.close()
 * ```
 */
export class Subscriber<
  const drivers extends readonly (Driver<Session> | string)[] = readonly Driver<Session>[],
> {
  readonly #context: SubscriberContext<SessionOf<drivers[number]>>
  readonly #ownStore: boolean
  readonly on: Emitter<SubscriberEvents>['on']
  readonly once: Emitter<SubscriberEvents>['once']

  constructor(parameters: SubscriberParameters<drivers>) {
    const { client, sbn, drivers, store } = parameters
    if (!client.account) throw new InvalidInputError('client', 'It needs an account to sign with.')
    if (!client.chain) throw new InvalidInputError('client', 'It needs a chain.')
    const loaded = drivers.filter((driver) => typeof driver !== 'string')
    const driverNames = drivers.map((driver) => (typeof driver === 'string' ? driver : driver.name))
    if (driverNames.length === 0) throw new InvalidInputError('drivers', 'At least one is needed.')
    const contracts = getContracts(client, parameters)
    const events = createEmitter<SubscriberEvents>()
    this.#ownStore = store === undefined
    const kept = store ?? memory()
    const messenger = typeof sbn === 'string' ? http(sbn) : sbn
    const onFallback = (event: FallbackEvent) => events.emit('fallback', event)
    this.#context = {
      client,
      contracts,
      deployment: { chainId: client.chain.id, marketplace: contracts.marketplace },
      messenger: messenger.attach?.({ store: kept, onFallback }) ?? messenger,
      drivers: loaded as unknown as readonly Driver<SessionOf<drivers[number]>>[],
      driverNames,
      store: kept,
      events,
      purchasing: new Map(),
      walletCalls: new Map(),
      sending: Promise.resolve(),
    }
    setContext(this, this.#context)
    this.on = events.on
    this.once = events.once
  }

  /**
   * The dry run: what it costs, what comes back, what is missing. Nothing is paid.
   *
   * @throws `InvalidInputError`, `NoGatewayFitsError`, `SbnUnreachableError`, `SbnRefusedError`,
   * `SbnAnswerInvalidError`, `WrongChainError`, `QuoteAlteredError`, `SignatureRefusedError`,
   * `ChainUnreachableError`
   *
   * @example
   * ```ts
   * const { total, fee, refundIfLeftNow } = await subscriber.quote({
   *   service: 'vpn',
   *   country: 'NL',
   *   mbps: 50,
   *   duration: '2h',
   * })
   * ```
   */
  async quote(
    requirements: Requirements,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<Quote> {
    return requestQuote(this.#context, requirements, options)
  }

  /**
   * Buys a quote, or asks for one and buys it. Returns once the purchase is on chain.
   *
   * A quote is bought at most once: buying it again continues where an earlier try was cut off, in
   * this process or another one over the same store, and returns its pass as long as that is open and
   * one's own. For requirements, a `key` does the same.
   *
   * @throws `PriceAboveBudgetError`, `QuoteExpiredError`, `QuoteAlteredError`, `QuoteNotAttestedError`,
   * `QuoteAlreadyUsedError` when the pass has ended or changed hands, `InsufficientPrixError`,
   * `InsufficientGasError`, `WrongChainError`, `SignatureRefusedError`, `ContractRevertedError`,
   * `PurchaseDroppedError`, `PurchaseUncertainError`, `TransactionPendingError`, and those of
   * {@link Subscriber.quote}; `paymentState` says whether money moved
   *
   * @example
   * ```ts
   * const requirements = { service: 'vpn', country: 'NL', mbps: 50, duration: '2h' } as const
   * const pass = await subscriber.buy(requirements, { maxPrice: 500_000_000n, key: 'evening' })
   * ```
   */
  async buy(
    what: Quote | Requirements,
    options: BuyOptions,
  ): Promise<Pass<SessionOf<drivers[number]>>> {
    if (typeof options?.maxPrice !== 'bigint')
      throw new InvalidInputError('maxPrice', 'Expected PRIX base units as a bigint.')
    const context = this.#context
    const { key, signal } = options
    const buy = async (quote: Quote) => {
      const id = await buyPass(context, quote, options)
      const { message, details } = quote.signed
      return new Pass(context, { id, terms: message.terms, details })
    }
    if ('signed' in what) return buy(what)
    const pending = () => 'pending' as const
    const unpaid = () => 'unpaid' as const
    if (key === undefined)
      return buy(await tellPaymentState(() => this.quote(what, options), unpaid))
    return joinWork(context.purchasing, `key ${key}`, signal, async () =>
      buy(
        await tellPaymentState(
          () => abortable(quoteOfKey(context, what, key, signal), signal),
          pending,
        ),
      ),
    )
  }

  /**
   * Brings every purchase that was begun with this store to its end, and says what became of each:
   * for the start of an app that may have been cut off. Passes that are paid and were never connected
   * are among them.
   *
   * A wallet that was asked and did not answer is not asked again unless `resend` says so. What was
   * signed with a key that is here is sent again as it is.
   *
   * @returns What became of each; a failure of one is in its `error`.
   * @throws `ChainUnreachableError`, `WrongChainError`, and the reason of `signal`
   *
   * @example
   * ```ts
   * for (const purchase of await subscriber.resume())
   *   if (purchase.state === 'paid') console.log('bought', purchase.pass.id)
   * ```
   */
  async resume(
    options: ResumeOptions<SessionOf<drivers[number]>> = {},
  ): Promise<ResumedPurchase<SessionOf<drivers[number]>>[]> {
    return abortable(resumePurchases(this.#context, options), options.signal)
  }

  /**
   * Finds the account's open passes in the chain's logs alone, for when every local file is gone: those
   * that it bought and those that were handed on to it. They can be left, which gives back what was not
   * used. They cannot be opened: the keys are gone, and the chain does not know the details.
   *
   * It reads all blocks since the contract came to be, as many at a time as the RPC server gives, and
   * goes on from there the next time. What it found is in `passes()` from then on.
   *
   * @throws `WrongChainError`, `ChainUnreachableError`, `ChainRefusedError`, `ChainAnswerInvalidError`,
   * and the reason of `signal`
   *
   * @example
   * ```ts
   * for (const pass of await subscriber.recover()) {
   *   const { refund } = await pass.leave()
   *   console.log('got back', refund)
   * }
   * ```
   */
  async recover(options: RecoverOptions = {}): Promise<Pass<SessionOf<drivers[number]>>[]> {
    const { recoverPasses } = (await import('./seldom.js')).seldom
    return abortable(recoverPasses(this.#context, options), options.signal)
  }

  /**
   * The passes of this account that were bought or recovered with this store, or quoted by this SBN.
   *
   * @throws `WrongChainError`, `SbnRefusedError`, `SbnAnswerInvalidError`, `SignatureRefusedError`,
   * `ChainUnreachableError`
   */
  async passes(
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<Pass<SessionOf<drivers[number]>>[]> {
    return abortable(listPasses(this.#context, options), options.signal)
  }

  /** Lets go of everything that it opened itself. Passes stay bought; sessions are closed by their owner. */
  async close(): Promise<void> {
    this.#context.events.removeAllListeners()
    if (this.#ownStore) await this.#context.store.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
