import { redactCause } from './redactCause.js'

/** Whether money moved, as far as the SDK knows when an error is thrown. */
export type PaymentState = 'unpaid' | 'pending' | 'paid' | 'refunded'

export type PassbandErrorOptions = {
  /** Stable, machine-readable, upper snake case. */
  code: string
  /** Whether the same call may succeed later without anybody changing anything. */
  retryable?: boolean | undefined
  cause?: unknown
  paymentState?: PaymentState | undefined
  /** What the caller can do about it, in one sentence. */
  hint?: string | undefined
  /** The documented code, when `code` is not one of this SDK's. */
  docs?: string | undefined
}

const brand = Symbol.for('passband.error')

/**
 * Base of every error that the SDK throws. Decide by `code` or `name`, never by the text.
 *
 * @example
 * ```ts
 * import { PassbandError } from '@passband/sdk'
 *
 * try {
 *   await subscriber.buy(quote, { maxPrice })
 * } catch (error) {
 *   if (PassbandError.is(error) && error.code === 'PRICE_ABOVE_BUDGET') console.log(error.hint)
 *   else throw error
 * }
 * ```
 */
export class PassbandError extends Error {
  override readonly name: string = 'PassbandError'
  readonly code: string
  readonly retryable: boolean
  readonly paymentState: PaymentState | undefined
  readonly hint: string | undefined
  /** Where this code is documented: cause, cure, and whether money moved. In the installed package. */
  readonly docs: string

  constructor(message: string, options: PassbandErrorOptions) {
    const { code, retryable = false, cause, paymentState, hint } = options
    super(
      hint ? `${message} ${hint}` : message,
      cause === undefined ? undefined : { cause: redactCause(cause) },
    )
    this.code = code
    this.retryable = retryable
    this.paymentState = paymentState
    this.hint = hint
    this.docs = `@passband/sdk/errors.md#${(options.docs ?? code).toLowerCase()}`
    Object.defineProperty(this, brand, { value: true })
  }

  /** Whether `value` is an error of this SDK, also when it comes from a second installed copy. */
  static is(value: unknown): value is PassbandError {
    return typeof value === 'object' && value !== null && brand in value
  }

  /** The first error in the chain of causes, this one included, for which `test` is true. */
  walk(test: (error: unknown) => boolean): unknown {
    let error: unknown = this
    for (let depth = 0; depth < 16 && error !== undefined && error !== null; depth++) {
      if (test(error)) return error
      error = (error as { cause?: unknown }).cause
    }
    return undefined
  }
}
