const brand = Symbol.for('passband.tunnel.error')

type ErrorClass<error> = { readonly code?: string | undefined; readonly prototype: error }

/**
 * Base of everything that this package throws on purpose. Handle by `code` or by class, never by
 * message. Messages never hold a host, port, key or password.
 *
 * An aborted operation throws `signal.reason`, which is not a `TunnelError`.
 *
 * @example
 * try {
 *   await session.fetch('https://example.org/')
 * } catch (error) {
 *   if (TunnelError.is(error) && error.retryable) await tryAnotherGateway()
 *   else throw error
 * }
 */
export abstract class TunnelError extends Error {
  static readonly code: string | undefined = undefined
  abstract override readonly name: string
  /** Stable identifier, for example `DIAL_REFUSED`. */
  abstract readonly code: string
  /** Whether the same call may succeed later without a change by the caller. */
  abstract readonly retryable: boolean
  readonly [brand] = true

  /** Where this code is documented: cause, cure, and whether money moved. In the installed package. */
  get docs(): string {
    return `@passband/tunnel/errors.md#${this.code.toLowerCase()}`
  }

  /**
   * Whether `value` is an error of this class, also when it comes from another installed copy of
   * this package, where `instanceof` is false.
   */
  static is<error>(this: ErrorClass<error>, value: unknown): value is error {
    if (typeof value !== 'object' || value === null) return false
    if (!(brand in value) || value[brand] !== true) return false
    // biome-ignore lint/complexity/noThisInStatic: `this` is the subclass that was asked.
    const { code } = this
    return code === undefined || ('code' in value && value.code === code)
  }
}
