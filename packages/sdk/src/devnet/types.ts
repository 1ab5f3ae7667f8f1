import type { Address, Chain, Client, Hex, LocalAccount, Transport } from 'viem'
import type { Contracts } from '../contracts/getContracts.js'
import type { Gateway } from '../gateway/gateway.js'
import type { Coordinates } from '../geo/distance/isPossible.js'
import type { GeoSource } from '../geo/geoSource.js'
import type { RefusalReason } from '../protocol/api.js'
import type { IpType } from '../protocol/schemas.js'
import type { PricingPolicy } from '../sbn/pricing.js'
import type { SBN } from '../sbn/sbn.js'
import type { ThroughputTest } from '../sbn/throughputTest.js'
import type { Origin } from './startOrigin.js'

/** A client of the network with an account of its own. */
export type DevnetClient = Client<Transport, Chain, LocalAccount>

/** A gateway of the network, as it is asked for. */
export type DevnetGatewayParameters = {
  /** Where the network's geo source says that it is. */
  country: string
  /** @default 'hosting' */
  ipType?: IpType | undefined
  /** @default 100 */
  mbps?: number | undefined
  /** PRIX base units per Mbit/s and hour. @default 0n */
  floorPrice?: bigint | undefined
  /**
   * Mbit/s that each session gets in truth, whatever it says. The network's SBN expects 20 at most, and
   * refuses what carries less than half of that (`BELOW_CLAIM`). No limit when left out.
   */
  carries?: number | undefined
  /** What it is to be refused with. One that is to be trusted when left out. */
  refusedWith?: RefusalReason | undefined
}

/** A gateway of the network, running. */
export type DevnetGateway = {
  readonly gateway: Gateway
  readonly account: Address
  /** Where its earnings go. */
  readonly payee: Address
  readonly country: string
  /** What it was to be refused with, and was. */
  readonly refusedWith?: RefusalReason | undefined
  /** Address that its traffic leaves from. */
  readonly exitAddress: string
  /** Stops it as if its machine were gone: the registration stays. */
  close(): Promise<void>
}

export type DevnetParameters = {
  /** @default four gateways: two in DE, one each in NL and US */
  gateways?: readonly DevnetGatewayParameters[] | undefined
  /** How the SBN prices. */
  pricing?: PricingPolicy | undefined
  /**
   * No API: the SBN is asked over the chain only, also by its gateways, and `url` is empty. Subscribers
   * take `chainMessenger`. @default false
   */
  onchain?: boolean | undefined
  /** Seconds between the SBN's checks of a gateway. @default 5 */
  checkInterval?: number | undefined
  /** How the SBN measures throughput. @default 4 MiB in each direction, for 2.5 seconds at most */
  throughput?: ThroughputTest | undefined
  /**
   * Where the SBN says that it is. Everything is on this machine: with it, gateways that are said to be
   * in countries further away are refused.
   */
  location?: Coordinates | undefined
  /** Seconds after a pass's end from which the SBN settles it. @default 86400 */
  settleAfter?: number | undefined
  /** Told what is being done, a step at a time. */
  onProgress?: ((step: DevnetStep) => void) | undefined
  /** Aborts setting up; what was started is closed. */
  signal?: AbortSignal | undefined
}

/** What `createDevnet` has done. */
export type DevnetStep =
  | { step: 'chain'; rpcUrl: string }
  | { step: 'contracts'; contracts: Contracts }
  | { step: 'origin' }
  | { step: 'sbn'; url: string }
  | { step: 'gatewayRegistered'; gateway: Address; country: string }
  | { step: 'gatewayTrusted'; gateway: Address; country: string; mbps: number; latencyMs: number }
  | { step: 'gatewayRefused'; gateway: Address; country: string; reason: RefusalReason }

/** What a new client gets. */
export type DevnetFunds = {
  /** PRIX base units. @default 100_000_000_000n, which is 1,000 PRIX */
  prix?: bigint | undefined
  /** Wei. @default 10 ETH */
  eth?: bigint | undefined
  /** The account's key. A new one when left out. */
  privateKey?: Hex | undefined
}

/** A whole market on this machine. */
export type Devnet = {
  /** Give it to clients: it names the contracts and lets them dial this machine. */
  readonly chain: Chain
  readonly rpcUrl: string
  readonly contracts: Contracts
  /** URL of the SBN's API. Empty when it has none. */
  readonly url: string
  readonly sbn: SBN
  readonly sbnAccount: Address
  /** Where its SBN looks addresses up. */
  readonly geo: readonly GeoSource[]
  /** Whose account the rest of all PRIX is in. */
  readonly bank: Address
  /** Where the protocol's fees go. */
  readonly treasury: Address
  readonly gateways: readonly DevnetGateway[]
  readonly origin: Origin
  /** A client with an account of its own, and money. */
  createClient(funds?: DevnetFunds): Promise<DevnetClient>
  /** Stops everything. Idempotent. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
