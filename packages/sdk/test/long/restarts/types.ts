import type { Address, Hex } from 'viem'
import type { Contracts } from '../../../src/contracts/getContracts.js'

type CommonConfig = {
  privateKey: Hex
  contracts: Contracts
  rpcUrl: string
  /** The store's file. */
  store: string
  port: number
}

export type GatewayConfig = CommonConfig & {
  sbnUrl: string
  payee: Address
  /** Address that its traffic leaves from. */
  exit: string
  reflectorPort: number
}

export type SbnConfig = CommonConfig & {
  /** Seconds. */
  settleAfter: number
}

/** What a program is told, in a file. */
export type Config = GatewayConfig | SbnConfig

/** What its owner asks of a role that runs. */
export type Command = { name: 'giveUp' | 'unregister' | 'collectFees'; passId?: Hex | undefined }

/** What a program tells. */
export type Report =
  | { ready: true }
  | { did: Command['name'] }
  | { failed: Command['name']; error: string }
