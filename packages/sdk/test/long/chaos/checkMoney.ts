import { type Address, getAddress } from 'viem'
import type { Ledger, LedgerPass } from './readLedger.js'
import type { World } from './startWorld.js'

/** Who ended up with how much, held against what each pass's life says, to the last unit. */
export async function checkMoney(world: World, ledger: Ledger): Promise<string[]> {
  const { bank, bond, contracts, funds, gateways, payees, sbn, subscribers, supply, treasury } =
    world
  const findings: string[] = []
  const expected = new Map<Address, bigint>()
  const add = (account: Address, amount: bigint) => {
    const key = getAddress(account)
    expected.set(key, (expected.get(key) ?? 0n) + amount)
  }
  for (const { address } of [sbn, treasury, ...gateways, ...payees]) add(address, 0n)
  for (const { address } of subscribers) add(address, funds)
  add(bank.address, supply - bond - funds * BigInt(subscribers.length))
  add(contracts.marketplace, bond)

  let sbnFees = 0n
  let protocolFees = 0n
  for (const pass of ledger.passes.values()) {
    const { terms } = pass
    add(pass.subscriber, -terms.price)
    add(contracts.marketplace, terms.price)
    findings.push(...checkEnd(pass))
    for (const { owed, refund } of pass.ends) {
      const sbnFee = (owed * BigInt(terms.sbnFee)) / 10_000n
      const protocolFee = (owed * BigInt(terms.protocolFee)) / 10_000n
      sbnFees += sbnFee
      protocolFees += protocolFee
      add(contracts.marketplace, -(owed - sbnFee - protocolFee) - refund)
      add(terms.payee, owed - sbnFee - protocolFee)
      add(pass.subscriber, refund)
    }
  }
  if (ledger.accruedSbn !== sbnFees || ledger.accruedProtocol !== protocolFees)
    findings.push(
      `The fees are ${ledger.accruedSbn} and ${ledger.accruedProtocol}, and should be ${sbnFees} and ${protocolFees}.`,
    )
  let sum = 0n
  for (const [account, amount] of expected) {
    const balance = await ledger.balanceOf(account)
    sum += balance
    if (balance !== amount)
      findings.push(`${account} has ${balance} PRIX units, and should have ${amount}.`)
  }
  if (sum !== supply) findings.push(`There are ${sum} PRIX units in all, and should be ${supply}.`)
  return findings
}

/** Whether a pass ended once, and at what its time and terms say. */
function checkEnd({ end, ends, passId, start, subscriber, terms }: LedgerPass): string[] {
  const [last, ...more] = ends
  if (!last) return [`Pass ${passId} was forgotten: it is over and was neither left nor settled.`]
  if (more.length > 0) return [`Pass ${passId} ended ${ends.length} times.`]
  const used = (terms.price * BigInt(last.end - start)) / BigInt(terms.duration)
  const isLeft = getAddress(last.by) === getAddress(subscriber)
  const owed = last.end >= end ? terms.price : isLeft && used < terms.minimum ? terms.minimum : used
  return last.owed === owed && last.refund === terms.price - owed
    ? []
    : [`Pass ${passId} owed ${last.owed} and refunded ${last.refund}; ${owed} is owed.`]
}
