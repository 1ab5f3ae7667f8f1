import { readFileSync } from 'node:fs'
import { checkMoney } from './checkMoney.js'
import { checkPurchases } from './checkPurchases.js'
import { checkStore } from './checkStore.js'
import { collectSecrets } from './collectSecrets.js'
import type { Market } from './createMarket.js'
import type { Tally } from './createTally.js'
import { findSecrets } from './findSecrets.js'
import type { Customer } from './planPurchases.js'
import { readLedger } from './readLedger.js'
import type { World } from './startWorld.js'

/** A party that serves, as its store is to be read. */
export type Role = { role: 'gateway' | 'sbn'; party: string; account: `0x${string}` }

export function listRoles({ gateways, sbn }: Pick<World, 'gateways' | 'sbn'>): Role[] {
  return [
    { role: 'sbn', party: 'sbn', account: sbn.address },
    ...gateways.map(
      ({ address }, index): Role => ({
        role: 'gateway',
        party: `gateway-${index}`,
        account: address,
      }),
    ),
  ]
}

/** Holds what is left after everything has ended against what should be. */
export async function judge(
  world: World,
  market: Market,
  customers: readonly Customer[],
  tally: Tally,
): Promise<void> {
  const ledger = await readLedger(world)
  const findings = [...(await checkMoney(world, ledger)), ...checkPurchases(customers, ledger)]
  for (const { account, party, role } of listRoles(world)) {
    const store = market.stores[party] ?? ''
    findings.push(...(await checkStore(role, party, store, ledger, account)))
  }
  for (const [gateway, times] of ledger.registrations)
    if (times > 1) findings.push(`Gateway ${gateway} registered ${times} times.`)

  for (const { outcomes } of customers)
    for (const { connected, kind } of outcomes.values()) {
      tally.count(kind)
      if (connected) tally.count('of them used')
    }
  tally.count('passes on the chain', ledger.passes.size)
  tally.count('settlements skipped', ledger.counts.SettleSkipped ?? 0)

  const secrets = await collectSecrets(world, market.stores, market.endpoints)
  tally.count('secrets looked for', secrets.length)
  for (const { name, output } of market.parties) {
    const written = readFileSync(output, 'utf8')
    tally.count('bytes of logs searched', written.length)
    findings.push(...(await findSecrets(secrets, `${name}.log`, written)))
  }
  for (const finding of findings) tally.find(finding)
}
