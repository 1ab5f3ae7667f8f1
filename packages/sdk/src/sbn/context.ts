import type { Driver, FetchSession } from '@passband/tunnel'
import type { Chain, Client, Hex, LocalAccount, Transport } from 'viem'
import type { Contracts } from '../contracts/getContracts.js'
import type { Emitter } from '../events/createEmitter.js'
import type { ClassifyAddressParameters } from '../geo/classifyAddress.js'
import type { Coordinates } from '../geo/distance/isPossible.js'
import type { GeoSource } from '../geo/geoSource.js'
import type { Reflector } from '../measuring/reflector.js'
import type { Outbox } from '../outbox/types.js'
import type { Deployment } from '../protocol/domain.js'
import type { Store } from '../store/store.js'
import type { Blind } from './blind/blindShopper.js'
import type { Candidates } from './candidates.js'
import type { Challenger } from './challengers/challenger.js'
import type { CheckTicket, CheckTickets } from './checking/checkTickets.js'
import type { DeliveryWaiters } from './deliveryWaiters.js'
import type { SbnEvents } from './events.js'
import type { Onchain } from './inbox/onchain.js'
import type { PricingPolicy } from './pricing.js'
import type { Reservations } from './reservations.js'
import type { ThroughputTest } from './throughputTest.js'

/** What the functions of this room share. */
export type SbnContext = {
  client: Client<Transport, Chain, LocalAccount>
  contracts: Contracts
  deployment: Deployment
  drivers: readonly Driver<FetchSession>[]
  geo: readonly GeoSource[]
  /** What else is known of networks, and how old that may be. */
  geoPolicy?: Pick<ClassifyAddressParameters, 'networks' | 'maxAge'> | undefined
  /** Where this SBN's own machine is. */
  location?: Coordinates | undefined
  pricing: PricingPolicy
  /** What it wants of what is owed, in basis points. A higher fee than before counts later. */
  fee: number
  /** What it may take now, in basis points. */
  getFee: (now: number) => number
  store: Store
  outbox: Outbox
  events: Emitter<SbnEvents>
  reservations: Reservations
  candidates: Candidates
  waiters: DeliveryWaiters
  tickets: CheckTickets
  /** What buyers of passes are lent to measure with, by pass. */
  lent: Map<Hex, CheckTicket>
  /** Further reflectors, which have to see what this SBN's own sees. */
  reflectors: readonly Reflector[]
  /** Who else measures for this SBN. */
  challengers: readonly Challenger[]
  /** Where gateways' traffic is reflected: this SBN's own API. */
  reflectorUrl: string
  /** X25519 public key that is registered now. */
  encryptionKey: Hex
  /** Seconds between checks of a trusted gateway. */
  checkInterval: number
  /** How throughput is measured, and how many bytes a check moves in each direction at most. */
  throughput: ThroughputTest & { bytes: number }
  /** Mbit/s that this SBN's own line carries. */
  lineMbps: number
  /** A secret of its own. */
  salt: Hex
  /** Whether gateways of a development network are tested together as others are. */
  groupsLocal: boolean
  /** URLs that answer as long as this SBN's own network works. */
  canaries: readonly string[]
  /** Most bytes that throughput tests move in a day, both directions together. */
  trafficPerDay: number
  /** Seconds after a pass's end from which this SBN settles it. */
  settleAfter: number
  /** How it checks as customers would; `undefined` when it does not. */
  blind?: Blind | undefined
  /** How what is asked over the chain is answered; `undefined` when it is not. */
  onchain?: Onchain | undefined
  /** By which requests are judged, Unix seconds; chain time when left out. */
  clock?: (() => Promise<number>) | undefined
  /** How quotes differ from the usual ones: seconds until their deadline, PRIX base units on top. */
  quoting?: { lifetime: number; surcharge: bigint } | undefined
}
