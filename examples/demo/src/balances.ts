import { getBalance } from '@passband/sdk/actions'
import type { Devnet, DevnetClient } from '@passband/sdk/devnet'
import type { Address } from 'viem'
import { exactPrix, type Reporter } from './createReporter.js'

/** A party and what it holds, in PRIX base units. */
export type Balance = { party: string; amount: bigint }

/** What every party of the network holds now. Nobody else has any. */
export async function readBalances(devnet: Devnet, subscriber: DevnetClient): Promise<Balance[]> {
  const parties: [party: string, account: Address][] = [
    ['subscriber', subscriber.account.address],
    ...devnet.gateways.map(({ country, payee }, index): [string, Address] => [
      `gateway ${index + 1} (${country})`,
      payee,
    ]),
    ['SBN', devnet.sbnAccount],
    ['protocol treasury', devnet.treasury],
    ['marketplace (escrow, bond)', devnet.contracts.marketplace],
    ['bank of this devnet', devnet.bank],
  ]
  return Promise.all(
    parties.map(async ([party, account]) => ({
      party,
      amount: await getBalance(subscriber, { account }),
    })),
  )
}

/** Prints both and the difference, and says whether PRIX appeared or vanished. */
export function compareBalances(
  report: Reporter,
  before: readonly Balance[],
  after: readonly Balance[],
): boolean {
  const sum = (balances: readonly Balance[]) =>
    balances.reduce((total, { amount }) => total + amount, 0n)
  const row = (party: string, from: bigint, to: bigint) => [
    party,
    exactPrix(from),
    exactPrix(to),
    exactPrix(to - from, { sign: true }),
  ]
  report.table([
    ['PRIX', 'before', 'after', 'change'],
    ...before.map(({ amount, party }, index) => row(party, amount, after[index]?.amount ?? 0n)),
    row('all together', sum(before), sum(after)),
  ])
  return sum(before) === sum(after)
}
