import type { Address, Hex } from 'viem'
import type { PassPage } from '../../protocol/api.js'
import type { Transaction } from '../../store/store.js'
import { passes, passesBySubscriber } from '../tables.js'
import { findQuote } from './findQuote.js'

/** Passes of one answer: with the longest details of all, still less than a message may be. */
const pageSize = 100

/** What the SBN knows of an owner's passes, a page at a time, in the order of their ids. */
export async function listPasses(
  tx: Transaction,
  owner: Address,
  after: Hex | undefined,
): Promise<PassPage> {
  const prefix = `${owner}/`
  const index = await passesBySubscriber.list(tx, {
    prefix,
    after: after && `${prefix}${after}`,
    limit: pageSize,
  })
  const page: PassPage = { passes: [] }
  for (const { value } of index) {
    const { passId } = value
    const [pass, quote] = [await passes.get(tx, passId), await findQuote(tx, passId)]
    if (!pass || !quote) continue
    const { end, ended, start } = pass
    const { terms } = quote.message
    page.passes.push({ passId, terms, details: quote.details, start, end, ended })
  }
  return index.length < pageSize ? page : { ...page, next: index.at(-1)?.value.passId }
}
