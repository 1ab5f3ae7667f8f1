import { createLease } from './createLease.js'
import type { OutboxContext, OutboxInternals, OutboxParameters } from './types.js'

const gwei = 1_000_000_000n

/** What every part of an outbox works with: the parameters with their defaults, and a memory. */
export function createContext(
  parameters: OutboxParameters,
  { reached = async () => {}, leaseTime = 10_000 }: OutboxInternals,
  { report, signal }: Pick<OutboxContext, 'report' | 'signal'>,
): OutboxContext {
  const { client, confirmations, endpoints = [], logger, name, onMined, store } = parameters
  const { blocks = 3, seconds = 30 } = parameters.stuckAfter ?? {}
  return {
    client,
    endpoints: [client, ...endpoints],
    store,
    name,
    confirmations,
    reorgDepth: Math.max(parameters.reorgDepth ?? 64, confirmations),
    maxInFlight: parameters.maxInFlight ?? 32,
    maxFeePerGas: parameters.maxFeePerGas ?? 1_000n * gwei,
    stuckAfter: { blocks, seconds },
    pollingInterval: parameters.pollingInterval ?? 4_000,
    onMined,
    logger,
    signal,
    reached,
    report,
    lease: createLease(store, leaseTime),
    memory: {
      chainId: undefined,
      rightChain: new WeakSet(),
      retries: new Map(),
      broadcastAt: new Map(),
      gapSince: undefined,
      searchAgainAt: new Map(),
      watchedAt: undefined,
    },
  }
}
