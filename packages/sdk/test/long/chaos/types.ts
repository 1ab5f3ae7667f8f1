import type { Address, Hex } from 'viem'
import type { Contracts } from '../../../src/contracts/getContracts.js'

/** What every program of a batch is told, in a file. It holds keys. */
export type CommonConfig = {
  /** Which party it is, such as `gateway-1`. */
  party: string
  privateKey: Hex
  contracts: Contracts
  rpcUrl: string
  /** Of the SBN's API. */
  sbnUrl: string
  /** The store's file. */
  store: string
  /** How often the client repeats a failed RPC request by itself. */
  retries: number
  confirmations: number
  /** Names of the events that it tells. */
  events: readonly string[]
  /** Share of messages whose answer is lost. */
  losing: number
  seed: number
  /** Which process of this party it is, from 0. */
  incarnation: number
  /** At which step it dies: `<label>#<occurrence>` or the number of the step. Never when left out. */
  deadly?: string | undefined
}

export type SbnConfig = CommonConfig & {
  role: 'sbn'
  port: number
  /** Countries by exit address. */
  places: Record<string, string>
}

export type GatewayConfig = CommonConfig & {
  role: 'gateway'
  payee: Address
  host: string
  port: number
  exit: string
  originHost: string
  originPort: number
}

/** A purchase that a subscriber is to make. */
export type Purchase = {
  id: number
  mbps: number
  /** Seconds. */
  duration: number
  /** Seconds to wait for the delivery before leaving. */
  patience: number
  /** Whether to leave once it is delivered, or to let the time run out. */
  leaves: boolean
  /** Whether to open a session and fetch something through it. */
  connects: boolean
}

export type Outcome = {
  id: number
  passId: Hex
  kind: 'delivered' | 'refunded'
  connected: boolean
}

export type SubscriberConfig = CommonConfig & {
  role: 'subscriber'
  /** Whether it has an injected wallet, which signs and sends by itself, or a key. */
  wallet: boolean
  /** Where it fetches from. */
  originHost: string
  /** What is to be done, and how earlier processes ended the rest. */
  purchases: readonly Purchase[]
  outcomes: readonly Outcome[]
}

export type Config = SbnConfig | GatewayConfig | SubscriberConfig

/** What a program tells the test. */
export type Report = { trusted: string } | { outcome: Outcome } | { finished: true }
