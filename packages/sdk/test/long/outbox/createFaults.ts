import type { RpcProxy } from '../../../src/internal/testing/startRpcProxy.js'
import type { Random } from '../harness/createRandom.js'
import { add, type Counts } from './types.js'

/** One answer in ten is a failure, one in twenty is lost on its way. */
export function createFaults(random: Random, counts: Counts): RpcProxy['intercept'] {
  return () => {
    if (random.chance(0.1)) {
      add(counts, 'RPC failures')
      return random.chance(0.5)
        ? 'refuse'
        : { code: -32_603, message: 'The server is busy, meant by the test.' }
    }
    if (random.chance(0.05)) {
      add(counts, 'lost answers')
      return 'lose'
    }
    return undefined
  }
}
