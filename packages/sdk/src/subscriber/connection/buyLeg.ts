import { getPass } from '../../actions/passes/getPass.js'
import { PassbandError } from '../../errors/base.js'
import type { LossReason } from '../../errors/connection.js'
import { NoGatewayFitsError } from '../../errors/messaging.js'
import { PriceAboveBudgetError } from '../../errors/purchase.js'
import { abortable } from '../../internal/abortable.js'
import { hashTerms } from '../../protocol/hashTerms.js'
import { buyPass } from '../buyPass.js'
import { estimatePurchase } from '../estimatePurchase.js'
import { isOver } from '../purchasing/observePurchase.js'
import { readBlock } from '../purchasing/readBlock.js'
import type { Quote } from '../quote.js'
import { requestQuote } from '../requestQuote.js'
import { passes } from '../tables.js'
import { getSpent } from './getSpent.js'
import { getLeg, type Keeper, saveLeg } from './keeper.js'
import { listExcluded } from './listExcluded.js'
import type { Leg } from './tables.js'

/**
 * Buys the next pass of a connection: of a gateway that did not just fail, for the time that is left,
 * with what is left of the budget.
 *
 * @param round How many times in a row it was tried.
 */
export async function buyLeg(keeper: Keeper, round: number): Promise<void> {
  const { maxPrice, budget } = keeper.options
  const quote = await ask(keeper, round)
  const left = budget - getSpent(keeper.row())
  const most = left < maxPrice ? left : maxPrice
  if (quote.total > most) throw new PriceAboveBudgetError(quote.total, most)
  const leg: Leg = { quote: quote.signed, state: 'buying' }
  await keeper.save({ legs: [...keeper.row().legs, leg] })
  await finishPurchase(keeper, leg)
}

/** Goes on with a purchase that was begun; forgets it when it turns out that it never can come through. */
export async function resumePurchase(keeper: Keeper, leg: Leg): Promise<void> {
  try {
    await finishPurchase(keeper, leg)
  } catch (error) {
    if (getLeg(keeper, leg)) throw error
  }
}

/** Buys what may have been bought already; forgets it when that failed for good. It is paid once at most. */
async function finishPurchase(keeper: Keeper, leg: Leg): Promise<void> {
  const { context, events, signal } = keeper
  const { terms } = leg.quote.message
  const passId = hashTerms(terms)
  const { client, contracts } = context
  const find = () => abortable(getPass(client, { contracts, passId }), signal)
  try {
    if (!(await find())) {
      const quote = { passId, ...(await abortable(estimatePurchase(context, leg.quote), signal)) }
      await buyPass(context, quote, { maxPrice: terms.price, signal })
    }
  } catch (error) {
    if (await abortable(isDead(keeper, leg, error), signal)) await saveLeg(keeper, leg, undefined)
    throw error
  }
  await saveLeg(keeper, leg, { state: 'open' })
  const { legs, wasConnected } = keeper.row()
  if (!wasConnected) {
    const pass = await find()
    if (pass) await keeper.save({ until: pass.end })
  }
  const from = legs.at(-2)
  if (!from) return
  const { terms: before } = from.quote.message
  events.emit('moved', {
    from: { passId: hashTerms(before), gateway: before.gateway, owed: from.owed ?? before.price },
    to: { passId, gateway: terms.gateway, price: terms.price },
    reason: (from.reason ?? 'failed') as LossReason,
  })
}

/** Whether a pass was not bought, and nothing that went out can change that. */
async function isDead({ context }: Keeper, { quote }: Leg, error: unknown): Promise<boolean> {
  const { client, contracts, store } = context
  const { deadline, terms } = quote.message
  const passId = hashTerms(terms)
  const row = await store.transaction((tx) => passes.get(tx, passId))
  const isPending = PassbandError.is(error) && error.paymentState === 'pending'
  if (row?.state === 'quoted' && !isPending) return true
  // In this order: what is not there after its deadline never will be.
  const isLate = await isOver(client, deadline, await readBlock(client))
  return isLate && !(await getPass(client, { contracts, passId }))
}

async function ask(keeper: Keeper, round: number): Promise<Quote> {
  const { clock, context, signal } = keeper
  const row = keeper.row()
  const now = await clock.read()
  const { requirements, until = 0, wasConnected } = row
  const duration = wasConnected ? Math.max(1, until - now) : requirements.duration
  const exclude = listExcluded(row, now, round)
  let failure: unknown
  for (const country of listCountries(keeper)) {
    try {
      return await requestQuote(
        context,
        { ...requirements, country, duration, exclude },
        { signal },
      )
    } catch (error) {
      if (!(error instanceof NoGatewayFitsError)) throw error
      failure = error
    }
  }
  throw failure
}

/** Where the next gateway may be, what is preferred first. */
function listCountries({ options, row }: Keeper): (string | undefined)[] {
  const { legs, requirements } = row()
  const country = requirements.country ?? legs[0]?.quote.details.country
  if (legs.length === 0) return [requirements.country]
  return options.failover === 'any' ? [country, undefined] : [country]
}
