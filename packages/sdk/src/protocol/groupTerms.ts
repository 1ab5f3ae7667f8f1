import { packTerms } from './packTerms.js'
import type { BuyerTerms, SellerTerms, Terms } from './terms.js'

/** Items whose terms have the same seller's half, which is named once. */
export type TermsGroup<item> = { seller: SellerTerms; items: (item & { buyer: BuyerTerms })[] }

/**
 * Puts what belongs to the same gateway, at the same times and fees, together: the contract names the
 * seller's half of the terms once for all of them, and pays for all of them at once. In the order in
 * which each group comes first.
 */
export function groupTerms<item extends { terms: Terms }>(
  items: readonly item[],
): TermsGroup<item>[] {
  const groups = new Map<string, TermsGroup<item>>()
  for (const item of items) {
    const { buyer, seller } = packTerms(item.terms)
    const key = `${seller.offer}${seller.payout}${seller.issuer}`
    const group = groups.get(key) ?? { seller, items: [] }
    group.items.push({ ...item, buyer })
    groups.set(key, group)
  }
  return [...groups.values()]
}
