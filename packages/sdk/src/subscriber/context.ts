import type { Driver, Session } from '@passband/tunnel'
import type { Account, Chain, Client, Hash, Hex, Transport } from 'viem'
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
  /** What is being bought at this moment, by pass id or by the app's key. */
  purchasing: Map<string, Promise<unknown>>
  /** What wallets were asked to send and have not answered yet, by pass id. */
  walletCalls: Map<Hex, Promise<Hash>>
  /** The last transaction of a key that is here: two at a time would take one nonce. */
  sending: Promise<unknown>
}
