import { PassbandError } from './base.js'

/** The local chain could not be started. `code` is `ANVIL_NOT_INSTALLED` or `ANVIL_FAILED`. */
export class AnvilStartError extends PassbandError {
  override readonly name = 'AnvilStartError'

  constructor(message: string, options: { code: string; cause?: unknown }) {
    super(message, options)
  }
}

/** The development network could not be set up. */
export class DevnetError extends PassbandError {
  override readonly name = 'DevnetError'

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { code: 'DEVNET_FAILED', ...options })
  }
}
