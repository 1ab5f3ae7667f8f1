import type { Address } from 'viem'
import type { SbnContext } from '../context.js'
import type { Blind } from './blindShopper.js'
import { returnMoney } from './spending.js'
import { buyers } from './tables.js'

/** Has a buyer leave and give back what is left, which can be spent again today. */
export async function finishBuyer(
  { blind, store }: Pick<SbnContext, 'store'> & { blind: Blind },
  buyer: Address,
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<void> {
  const { cost, isDone } = await blind.shopper.finish(buyer, { signal })
  await store.transaction(async (tx) => {
    const row = await buyers.get(tx, buyer)
    if (!row || row.isDone) return
    const reserved = cost !== undefined && cost < row.reserved ? cost : row.reserved
    await returnMoney(tx, { amount: row.reserved - reserved, at: row.at, now })
    await buyers.put(tx, buyer, { ...row, reserved, ...(isDone && { isDone }) })
  })
}
