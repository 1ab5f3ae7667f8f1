import type { Driver, Session } from '@passband/tunnel'
import type { Account, Chain, Client, Hex, Transport } from 'viem'
import type { Contracts } from '../contracts/getContracts.js'
import type { Emitter } from '../events/createEmitter.js'
import type { Messenger } from '../messaging/messenger.js'
import type { Deployment } from '../protocol/domain.js'
import type { Store } from '../store/store.js'
import type { SubscriberEvents } from './events.js'

/** What the functions of this room share. */
export type SubscriberContext<session extends Session = Session> = {
  client: Client<Transport, Chain, Account>
  contracts: Contracts
  deployment: Deployment
  messenger: Messenger
  drivers: readonly Driver<session>[]
  /** What may carry a pass, also without the driver itself. */
  driverNames: readonly string[]
  store: Store
  events: Emitter<SubscriberEvents>
  /** Passes that this subscriber is buying at this moment. */
  purchasing: Set<Hex>
}
