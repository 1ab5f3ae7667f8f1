import type { Server } from '@passband/tunnel'
import type { Address, Chain, Client, LocalAccount, Transport } from 'viem'
import type { Contracts } from '../contracts/getContracts.js'
import type { Emitter } from '../events/createEmitter.js'
import type { Messenger } from '../messaging/messenger.js'
import type { Outbox } from '../outbox/types.js'
import type { SbnInfo } from '../protocol/api.js'
import type { Deployment } from '../protocol/domain.js'
import type { Service } from '../protocol/service.js'
import type { Store } from '../store/store.js'
import type { GatewayEvents } from './events.js'

/** What the functions of this room share. */
export type GatewayContext = {
  client: Client<Transport, Chain, LocalAccount>
  contracts: Contracts
  deployment: Deployment
  messenger: Messenger
  sbn: SbnInfo
  store: Store
  outbox: Outbox
  events: Emitter<GatewayEvents>
  /** Running drivers, by name. */
  servers: ReadonlyMap<string, Server>
  services: readonly Service[]
  /** What it can carry at once, Mbit/s. */
  mbps: number
  payee: Address
  floorPrice: bigint
  /** The block up to which events were applied. */
  followed: () => bigint
}
