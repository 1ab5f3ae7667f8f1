import type { Session } from '@passband/tunnel'
import type { Hash, Hex } from 'viem'
import { hexToBytes } from 'viem'
import type { Call } from '../actions/call.js'
import { getPass } from '../actions/passes/getPass.js'
import { leaveCall } from '../actions/passes/leave.js'
import { DriverMissingError, PassEndedError, PassNotFoundError } from '../errors/purchase.js'
import { PurchaseReorganizedError } from '../errors/unfinished.js'
import { abortable } from '../internal/abortable.js'
import { getChainTime } from '../internal/getChainTime.js'
import { getDialAllowance } from '../internal/getDialAllowance.js'
import type { ConnectionInfo } from '../protocol/connectionInfo.js'
import type { Details } from '../protocol/details.js'
import type { Terms } from '../protocol/terms.js'
import type { SubscriberContext } from './context.js'
import { leavePass } from './leavePass.js'
import { type DeliveryOptions, openDelivery } from './openDelivery.js'
import { forgetPaid } from './purchasing/forgetPaid.js'
import { getPaymentState } from './purchasing/getPaymentState.js'
import { notePurchase } from './purchasing/notePurchase.js'
import { rekeyPass } from './rekeyPass.js'
import type { Verification, VerifyOptions } from './verifyPass.js'

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
  /** Whether it owes by voucher, not by time. */
  metered: boolean
  /** Whether one more period can be bought before it ends. */
  renewable: boolean
  /** How many periods were paid for. */
  periods: number
  /** What was redeemed of a metered pass that has not ended, PRIX base units. */
  redeemed: bigint
}

/** A bought pass. */
export class Pass<session extends Session = Session> {
  readonly id: Hex
  readonly terms: Terms
  /** `undefined` for a pass that was recovered from the chain, which has their hash only. */
  readonly details: Details | undefined
  readonly #context: SubscriberContext<session>

  /** @internal Passes come from `Subscriber`. */
  constructor(
    context: SubscriberContext<session>,
    { id, terms, details }: { id: Hex; terms: Terms; details: Details | undefined },
  ) {
    this.#context = context
    this.id = id
    this.terms = terms
    this.details = details
  }

  /**
   * What the chain says about it.
   *
   * @throws `PassNotFoundError`, `PurchaseReorganizedError` when it was there and is not any more,
   * `ChainUnreachableError`
   */
  async status(options: { signal?: AbortSignal | undefined } = {}): Promise<PassStatus> {
    const { client, contracts } = this.#context
    const [pass, now] = await abortable(
      Promise.all([getPass(client, { contracts, passId: this.id }), getChainTime(client)]),
      options.signal,
    )
    if (!pass) {
      if (await forgetPaid(this.#context, this.id)) throw new PurchaseReorganizedError(this.id)
      throw new PassNotFoundError()
    }
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
    const { details, terms } = this
    const find = (wanted: string) => {
      const driver = drivers.find(({ name }) => name === wanted)
      if (!driver) throw new DriverMissingError(wanted)
      return driver
    }
    if (details) find(details.driver)
    const status = await this.status(options)
    if (!status.active) throw new PassEndedError({ paymentState: getPaymentState(status, terms) })
    const { info, clientSecret } = await openDelivery(
      this.#context,
      { passId: this.id, terms: this.terms },
      options,
    )
    const driver = find(details?.driver ?? info.connection.driver)
    const session = await driver.connect(info.connection, {
      passId: this.id,
      clientSecret: hexToBytes(clientSecret),
      allow: getDialAllowance(client.chain),
      signal: options.signal,
    })
    await notePurchase(this.#context, this.id, (row) =>
      ['paid', 'delivered'].includes(row.state) ? { ...row, state: 'connected' } : undefined,
    )
    events.emit('connected', { passId: this.id, driver: driver.name })
    return session
  }

  /**
   * Measures a session of this pass the way SBNs check gateways, and compares it with what was sold:
   * exit address, country and type (by `geo`), round trip, and bandwidth in both directions, with content
   * that cannot be made up. It moves at most what `bytes` says, and takes about 15 seconds.
   *
   * @param session From {@link Pass.connect}, of a driver that can `fetch`.
   * @throws `InvalidInputError`; `MeasurementTimeoutError`, `MeasurementFailedError`,
   * `MeasurementContentError` when something else arrived than was sent; `SbnRefusedError`
   * (`MEASURED_LATELY`: twice in a minute), `SbnUnreachableError`, `PassKeysMissingError`, and those of
   * {@link Pass.leave}
   *
   * @example
   * ```ts
   * const { down, country, matches } = await pass.verify(session, { geo, leaveOnMismatch: true })
   * if (!matches) console.log(`sold ${down.sold} Mbit/s, got ${down.measured} in ${country.measured}`)
   * ```
   */
  async verify(session: Session, options: VerifyOptions = {}): Promise<Verification> {
    const { verifyPass } = (await import('./seldom.js')).seldom
    return verifyPass(this.#context, this, session, options)
  }

  /**
   * Makes new keys and tells them to the gateway through the chain, so that the pass can be used here:
   * after it was handed on to this account, or after `recover()`. Whoever has the earlier keys is let in
   * no more. One transaction, which costs gas and no PRIX; it needs a pass whose time runs.
   *
   * A gateway follows after its confirmations; until then {@link Pass.connect} waits. Called again after
   * a crash, it makes other keys: the newest count.
   *
   * @returns Hash of the transaction, which is mined.
   * @throws `ContractRevertedError` (`PASS_OVER`, `NOT_AUTHORIZED`), `InsufficientGasError`,
   * `SignatureRefusedError`, `TransactionPendingError`, `ChainUnreachableError`
   *
   * @example
   * ```ts
   * const [pass] = await subscriber.recover()
   * await pass?.rekey()
   * const session = await pass?.connect()
   * ```
   */
  async rekey(options: { signal?: AbortSignal | undefined } = {}): Promise<Hash> {
    return rekeyPass(this.#context, this.id, options)
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

  /** The call that {@link Pass.leave} sends: for an owner that is a contract, to carry out itself. */
  leaveCall(): Call {
    return leaveCall(this.#context.contracts, { terms: this.terms })
  }
}
