import { type Address, getAddress, type Hex } from 'viem'
import type { Ledger } from './readLedger.js'
import type { Outcome, Purchase } from './types.js'

/** What one subscriber wanted, and says that it got. */
export type Account = {
  party: string
  address: Address
  purchases: readonly Purchase[]
  outcomes: ReadonlyMap<number, Outcome>
}

/** Whether each purchase ended well, was paid once, and nothing else was. */
export function checkPurchases(accounts: readonly Account[], ledger: Ledger): string[] {
  const findings = ledger.repeated.map((passId) => `Pass ${passId} was bought twice.`)
  const claimed = new Map<Hex, string>()
  for (const { outcomes, party, purchases } of accounts) {
    for (const { id, leaves } of purchases) {
      const name = `Purchase ${id} of ${party}`
      const outcome = outcomes.get(id)
      if (!outcome) {
        findings.push(`${name} has no end.`)
        continue
      }
      const { kind, passId } = outcome
      const other = claimed.get(passId)
      if (other) findings.push(`${name} got the pass of ${other}.`)
      claimed.set(passId, name)
      const pass = ledger.passes.get(passId)
      if (!pass) {
        findings.push(`${name} ended as ${kind}, and its pass ${passId} is not on the chain.`)
        continue
      }
      const isRefunded = pass.ends.some(({ refund }) => refund > 0n)
      if ((kind === 'refunded' || leaves) && !isRefunded)
        findings.push(`${name} was left, and pass ${passId} was not refunded.`)
    }
  }
  for (const { passId, subscriber } of ledger.passes.values()) {
    if (claimed.has(passId)) continue
    const account = accounts.find(({ address }) => getAddress(address) === getAddress(subscriber))
    findings.push(
      `${account?.party ?? subscriber} paid twice: pass ${passId} belongs to no purchase.`,
    )
  }
  return findings
}
