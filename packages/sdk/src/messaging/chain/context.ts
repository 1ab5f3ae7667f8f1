import type { Account, Address, Chain, Client, Transport } from 'viem'
import type { Contracts } from '../../contracts/getContracts.js'
import type { Deployment } from '../../protocol/domain.js'
import type { MessengerHost } from '../messenger.js'

/** What the functions of the chain messenger share. */
export type ChainContext = {
  client: Client<Transport, Chain, Account>
  contracts: Contracts
  deployment: Deployment
  sbn: Address
  host: MessengerHost
  /** Wei: no message that costs more is posted. */
  maxCost: bigint
  timeoutSeconds: number
}
