export { getSocksCredentials } from '../drivers/socks/getSocksCredentials.js'
export { socks } from '../drivers/socks/socks.js'
export type {
  ListenOptions,
  LocalProxy,
  SocksLimits,
  SocksOptions,
  SocksSession,
} from '../drivers/socks/types.js'
export type { Resolver } from '../egress/resolveDestination.js'
