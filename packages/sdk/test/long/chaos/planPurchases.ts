import { createRandom } from '../harness/createRandom.js'
import type { Account } from './checkPurchases.js'
import type { World } from './startWorld.js'
import type { Outcome, Purchase } from './types.js'

/** Seconds that a pass lasts: longer than the whole batch, unless chain time is moved. */
export const duration = 3_600

/** A subscriber, what it is to buy, and what came of that. */
export type Customer = Account & {
  privateKey: `0x${string}`
  /** Whether it has an injected wallet. */
  wallet: boolean
  outcomes: Map<number, Outcome>
}

/** Shares purchases out among the subscribers, and draws what is done with each pass. */
export function planPurchases(
  { subscribers }: Pick<World, 'subscribers'>,
  { batch, purchases, seed }: { batch: number; purchases: number; seed: number },
): Customer[] {
  const ids = Array.from({ length: purchases }, (_, id) => id)
  return subscribers.map(({ address, privateKey }, index) => {
    const random = createRandom(seed, batch, 'plan', index)
    return {
      party: `subscriber-${index}`,
      address,
      privateKey,
      wallet: index % 2 === 1,
      outcomes: new Map(),
      purchases: ids
        .filter((id) => id % subscribers.length === index)
        .map(
          (id): Purchase => ({
            id,
            mbps: 1,
            duration,
            patience: id > 0 && random.chance(0.15) ? 1 : 20,
            // One that runs to its end holds bandwidth until the end of the batch.
            leaves: id > 0 && random.chance(0.7),
            connects: random.chance(0.3),
          }),
        ),
    }
  })
}
