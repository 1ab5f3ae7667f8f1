import type { RpcProxy } from '../../../src/internal/testing/startRpcProxy.js'
import type { Random } from '../harness/createRandom.js'

type Intercept = RpcProxy['intercept']
type Answer = { hash: string; number: string; logsBloom: string }

export type Faults = {
  intercept: Intercept
  /** Draws what goes wrong from here on. */
  reseed(random: Random): void
  /** How often something went wrong. */
  count: number
}

/**
 * What a poor RPC server does: errors, lost answers, nonsense, logs left out, heads of a while ago or
 * of a chain that is gone, blocks that it named and does not have. Receipts are left out as well, but
 * never altered.
 */
export function createPoorServer(first: Random): Faults {
  let random = first
  const told: Answer[] = []
  const remember = (block: Answer | null) => {
    if (block) told.unshift(block)
    told.length = Math.min(told.length, 24)
    return block
  }
  const faults: Faults = {
    count: 0,
    reseed(next) {
      random = next
    },
    intercept(request) {
      const action = draw(request)
      if (action !== undefined && action !== remember) faults.count++
      return action
    },
  }
  const draw: Intercept = ({ method, params }) => {
    if (random.chance(0.06)) return { code: -32_603, message: 'internal error' }
    if (random.chance(0.04)) return 'lose'
    if (random.chance(0.01)) return 'refuse'
    // A filter's name that is nonsense would end viem's watcher for good: too easy.
    if (method !== 'eth_newFilter' && random.chance(0.01))
      return () => random.pick([{}, 7, 'x', [{}], [null], { number: '0x' }])
    if (method === 'eth_getLogs') {
      if (random.chance(0.1)) return () => []
      if (random.chance(0.05)) return { code: -32_000, message: 'unknown block' }
    }
    if (method === 'eth_getFilterChanges' && random.chance(0.1)) return () => []
    if (method.includes('Receipt') && random.chance(0.1)) return () => null
    if (method === 'eth_getBlockByNumber') {
      const [at] = params
      const earlier = told.filter(({ number }) => at === 'latest' || number === at)
      if (earlier.length > 0 && random.chance(0.08)) return () => random.pick(earlier.slice(0, 8))
      if (at !== 'latest' && random.chance(0.05)) return () => null
      return remember
    }
    return undefined
  }
  return faults
}

/** What a server does that wants to be believed: logs made up, changed, doubled; heads made up. */
export function createLiar(first: Random): Faults {
  let random = first
  const faults: Faults = {
    count: 0,
    reseed(next) {
      random = next
    },
    intercept(request) {
      const action = draw(request)
      if (action !== undefined) faults.count++
      return action
    },
  }
  const madeUp = () =>
    `0x${random
      .between(1, 2 ** 31)
      .toString(16)
      .padStart(64, '0')}`
  const draw: Intercept = ({ method, params }) => {
    if (random.chance(0.5)) return undefined
    if (method === 'eth_getBlockByNumber') {
      return (block: Answer | null) => {
        if (!block) return { hash: madeUp() }
        if (params[0] === 'latest' && random.chance(0.3))
          return {
            ...block,
            hash: madeUp(),
            number: `0x${random.between(1, 2 ** 31).toString(16)}`,
          }
        return random.chance(0.5)
          ? { ...block, hash: madeUp() }
          : { ...block, logsBloom: `0x${random.pick(['0', 'f']).repeat(512)}` }
      }
    }
    if (method === 'eth_getLogs') {
      return (logs: { data: string }[]) => {
        const [log] = logs
        if (!log || random.chance(0.3)) return []
        return random.pick([
          logs.slice(1),
          [log, ...logs],
          [{ ...log, data: madeUp() }, ...logs.slice(1)],
          [{ ...log, transactionHash: madeUp() }, ...logs.slice(1)],
        ])
      }
    }
    return method.includes('Receipt') ? () => [] : undefined
  }
  return faults
}
