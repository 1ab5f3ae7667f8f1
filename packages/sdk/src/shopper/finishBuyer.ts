import type { Address } from 'viem'
import { getPass } from '../actions/passes/getPass.js'
import { PassbandError } from '../errors/base.js'
import { abortable } from '../internal/abortable.js'
import { getChainTime } from '../internal/getChainTime.js'
import type { RowOf } from '../store/rowOf.js'
import { getContext } from '../subscriber/contexts.js'
import { leavePass } from '../subscriber/leavePass.js'
import { createBuyer, type ShopperContext } from './createBuyer.js'
import { forgetPurchase } from './forgetPurchase.js'
import { giveBack } from './giveBack.js'
import { buyers } from './tables.js'

type Row = RowOf<typeof buyers>

/** Seconds in which money may still come that was on its way when a process ended. */
const lateMoney = 3_600
/** Longest wait for a purchase that was cut off, in seconds. */
const patience = 60
/** Errors of leaving by which a pass is over without that. */
const isOver = ['PASS_OVER', 'PASS_ALREADY_ENDED']

/** Leaves what a buyer bought, gives back what is left, and forgets the key once nothing can come any more. */
export async function finishBuyer(
  context: ShopperContext,
  buyer: Address,
  row: Row,
  signal: AbortSignal | undefined,
): Promise<{ isDone: boolean; cost?: bigint | undefined }> {
  const { client: base, contracts, funding, store } = context
  const { client, subscriber } = createBuyer(context, row)
  const { isPending, cost } = await endPurchase(context, buyer, row, { subscriber, signal })
  const { returnTo } = funding
  const isBroke = await giveBack(client, { contracts, returnTo, signal })
  const now = await abortable(getChainTime(base), signal)
  const isLate = row.isFunded || now >= row.at + lateMoney
  const isDone = !isPending && isBroke && isLate
  if (isDone)
    await store.transaction(async (tx) => {
      if (row.purchase) await forgetPurchase(tx, context, buyer, row.purchase)
      await buyers.delete(tx, buyer)
    })
  return { isDone, cost }
}

/** Brings a purchase to its end. What was not bought cost nothing. */
async function endPurchase(
  context: ShopperContext,
  buyer: Address,
  { purchase }: Row,
  {
    subscriber,
    signal,
  }: { subscriber: ReturnType<typeof createBuyer>['subscriber']; signal: AbortSignal | undefined },
): Promise<{ isPending: boolean; cost?: bigint | undefined }> {
  if (!purchase) return { isPending: false, cost: 0n }
  if (purchase.cost !== undefined) return { isPending: false, cost: purchase.cost }
  const { client, contracts, store } = context
  const { passId, terms } = purchase
  const keep = async (cost: bigint) => {
    await store.transaction((tx) =>
      buyers.update(tx, buyer, (row) => ({ ...row, purchase: { ...purchase, cost } })),
    )
    return { isPending: false, cost }
  }
  const resumed = await subscriber.resume({ timeoutSeconds: patience, signal })
  const isPending = resumed.some((one) => one.passId === passId && one.state === 'pending')
  const pass = await abortable(getPass(client, { contracts, passId }), signal)
  if (!pass) return isPending ? { isPending } : keep(0n)
  // What it cost, only the one who ended it was told.
  if (pass.ended) return { isPending: false }
  try {
    const left = await leavePass(getContext(subscriber), { passId, terms }, { signal })
    return keep(left.owed)
  } catch (error) {
    if (!PassbandError.is(error) || !isOver.includes(error.code)) throw error
    return keep(terms.price)
  }
}
