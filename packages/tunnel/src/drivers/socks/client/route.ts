import type { Target } from '../../../egress/resolveDestination.js'
import type { SocksEndpoint } from '../parseConnection.js'
import type { SocksLimits } from '../types.js'

/** How one session gets to its gateway: resolved and checked once, then never looked up again. */
export type Route = Pick<SocksEndpoint, 'tls' | 'fingerprint'> & {
  targets: readonly Target[]
  username: string
  password: string
  limits: SocksLimits
  /** Source address of its connections. */
  localAddress?: string | undefined
  /** Resumes TLS; set once a connection has been verified. */
  ticket?: Buffer | undefined
}
