import type { Address } from 'viem'
import { getBalance } from '../actions/prix/getBalance.js'
import type { SbnContext } from './context.js'

/**
 * Lets go of what open quotes hold whose time is over, or whose asker cannot pay for them any more.
 *
 * @param now Unix time in seconds.
 */
export async function reviewQuotes(
  { client, contracts, reservations }: Pick<SbnContext, 'client' | 'contracts' | 'reservations'>,
  now: number,
): Promise<void> {
  const quotes = reservations.openQuotes()
  const askers = new Set(
    quotes.filter(({ until }) => until > now).map(({ subscriber }) => subscriber),
  )
  const balances = new Map<Address, bigint>(
    await Promise.all(
      [...askers].map(
        async (account) => [account, await getBalance(client, { contracts, account })] as const,
      ),
    ),
  )
  for (const { passId, price, subscriber } of quotes)
    if ((balances.get(subscriber) ?? 0n) < price) reservations.releaseQuote(passId)
}
