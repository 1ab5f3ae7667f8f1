import type { Session } from '@passband/tunnel'
import type { Hash, Hex } from 'viem'
import { hexToBytes } from 'viem'
import { getPass } from '../actions/passes/getPass.js'
import { DriverMissingError, PassEndedError, PassNotFoundError } from '../errors/purchase.js'
import { abortable } from '../internal/abortable.js'
import { getChainTime } from '../internal/getChainTime.js'
import { getDialAllowance } from '../internal/getDialAllowance.js'
import type { ConnectionInfo } from '../protocol/connectionInfo.js'
import type { Details } from '../protocol/details.js'
import type { Terms } from '../protocol/terms.js'
import type { SubscriberContext } from './context.js'
import { leavePass } from './leavePass.js'
import { type DeliveryOptions, openDelivery } from './openDelivery.js'

/** What the chain says about a pass now. */
export type PassStatus = {
  /** Whether its time runs and it was not ended. */
  active: boolean
  owner: Hex
  /** Unix seconds. */
  start: number
  /** Unix seconds at which it ends or ended. */
  end: number
  /** Whether it was left, given up or settled. */
  ended: boolean
}

/** A bought pass. */
export class Pass<session extends Session = Session> {
  readonly id: Hex
  readonly terms: Terms
  readonly details: Details
  readonly #context: SubscriberContext<session>

  /** @internal Passes come from `Subscriber`. */
  constructor(
    context: SubscriberContext<session>,
    { id, terms, details }: { id: Hex; terms: Terms; details: Details },
  ) {
    this.#context = context
    this.id = id
    this.terms = terms
    this.details = details
  }

  /**
   * What the chain says about it.
   *
   * @throws `PassNotFoundError`, `ChainUnreachableError`
   */
  async status(options: { signal?: AbortSignal | undefined } = {}): Promise<PassStatus> {
    const { client, contracts } = this.#context
    const [pass, now] = await abortable(
      Promise.all([getPass(client, { contracts, passId: this.id }), getChainTime(client)]),
      options.signal,
    )
    if (!pass) throw new PassNotFoundError()
    return { ...pass, active: !pass.ended && now < pass.end }
  }

  /**
   * Where and how to connect, as the gateway delivered it. Keep it secret.
   *
   * @throws `DeliveryTimeoutError`, `DeliveryInvalidError`, `PassKeysMissingError`, `SbnRefusedError`
   */
  async connectionInfo(options: DeliveryOptions = {}): Promise<ConnectionInfo> {
    return (await openDelivery(this.#context, { passId: this.id, terms: this.terms }, options)).info
  }

  /**
   * Opens a session through the gateway. Close it when done; several at a time are fine.
   *
   * @throws `PassEndedError`, `DriverMissingError`, those of {@link Pass.connectionInfo}, and the
   * driver's own
   *
   * @example
   * ```ts
   * const session = await pass.connect()
   * const response = await session.fetch('https://example.com')
   * await session.close()
   * ```
   */
  async connect(options: DeliveryOptions = {}): Promise<session> {
    const { client, drivers, events } = this.#context
    const driver = drivers.find(({ name }) => name === this.details.driver)
    if (!driver) throw new DriverMissingError(this.details.driver)
    if (!(await this.status(options)).active) throw new PassEndedError()
    const { info, clientSecret } = await openDelivery(
      this.#context,
      { passId: this.id, terms: this.terms },
      options,
    )
    const session = await driver.connect(info.connection, {
      passId: this.id,
      clientSecret: hexToBytes(clientSecret),
      allow: getDialAllowance(client.chain),
      signal: options.signal,
    })
    events.emit('connected', { passId: this.id, driver: driver.name })
    return session
  }

  /**
   * Ends the pass now. What was not used comes back in the same transaction, less the minimum.
   *
   * @returns What was owed and what came back, in PRIX base units.
   * @throws `ContractRevertedError` (`PASS_OVER`, `PASS_ALREADY_ENDED`, `NOT_AUTHORIZED`),
   * `InsufficientGasError`, `SignatureRefusedError`, `TransactionPendingError`,
   * `ChainUnreachableError`
   */
  async leave(
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<{ owed: bigint; refund: bigint; hash: Hash }> {
    return leavePass(this.#context, { passId: this.id, terms: this.terms }, options)
  }
}
