import { PassbandError } from '../../errors/base.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import type { Terms } from '../../protocol/terms.js'
import { leavePass } from '../leavePass.js'
import { Pass } from '../pass.js'
import { type Keeper, saveLeg } from './keeper.js'
import type { Leg } from './tables.js'

/** What the contract says about a pass that cannot be left any more. */
const endings = ['PASS_ALREADY_ENDED', 'PASS_OVER', 'NOT_AUTHORIZED']

/** Leaves a pass, or finds that it has ended already, and remembers what was owed for it. */
export async function leaveLeg(keeper: Keeper, leg: Leg): Promise<void> {
  const { terms } = leg.quote.message
  try {
    const { owed } = await leavePass(
      keeper.context,
      { passId: hashTerms(terms), terms },
      { signal: keeper.signal },
    )
    await saveLeg(keeper, leg, { state: 'over', owed })
  } catch (error) {
    // What is only on its way is waited for: what comes back is not known before.
    const isEnd = PassbandError.is(error) && endings.includes(error.code)
    if (!isEnd || error.paymentState === 'pending') throw error
    await closeLeg(keeper, leg)
  }
}

/** Remembers that a pass has ended, and what was owed for it, as the chain says. */
export async function closeLeg(keeper: Keeper, leg: Leg): Promise<void> {
  const { details, message } = leg.quote
  const { terms } = message
  const pass = new Pass(keeper.context, { id: hashTerms(terms), terms, details })
  const status = await pass.status({ signal: keeper.signal })
  await saveLeg(keeper, leg, { state: 'over', owed: getOwed(terms, status) })
}

/** What is owed for a pass that has ended: by time, and at least the minimum. */
export function getOwed(
  { duration, minimum, price }: Pick<Terms, 'duration' | 'minimum' | 'price'>,
  { end, ended, start }: { start: number; end: number; ended: boolean },
): bigint {
  if (!ended) return price
  const used = (price * BigInt(end - start)) / BigInt(duration)
  if (used >= price) return price
  return used < minimum ? minimum : used
}
