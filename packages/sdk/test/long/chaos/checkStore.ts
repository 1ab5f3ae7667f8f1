import { getAddress, type Hex } from 'viem'
import { libsql } from '../../../src/store/libsql/libsql.js'
import type { Ledger } from './readLedger.js'

type Row = Record<string, unknown>

/** Everything in a party's tables, by table. */
export async function readTables(
  path: string,
  names: readonly string[],
): Promise<Map<string, { key: string; value: Row }[]>> {
  await using store = libsql({ path })
  return store.transaction(async (tx) => {
    const tables = new Map<string, { key: string; value: Row }[]>()
    for (const name of names) {
      const rows = await tx.list(name)
      tables.set(
        name,
        rows.map(({ key, value }) => ({ key, value: JSON.parse(value) as Row })),
      )
    }
    return tables
  })
}

/** What is still to be done by a gateway or an SBN, as their stores say. */
export async function findUnfinished(role: 'gateway' | 'sbn', path: string): Promise<string[]> {
  const names = [`${role}/openPasses`, 'outbox.queue', 'outbox.nonces']
  const tables = await readTables(path, names)
  return names.flatMap((name) => {
    // A nonce is kept for some blocks after its transaction was confirmed.
    const open = (tables.get(name) ?? []).filter(({ value }) => value.settled === undefined)
    return open.map(({ key }) => `${name}: ${key}`)
  })
}

/** Whether a gateway or an SBN knows every pass, knows that it ended, and has made none up. */
export async function checkStore(
  role: 'gateway' | 'sbn',
  party: string,
  path: string,
  ledger: Ledger,
  account: Hex,
): Promise<string[]> {
  const table = (await readTables(path, [`${role}/passes`])).get(`${role}/passes`) ?? []
  const known = new Map(table.map(({ key, value }) => [key, value]))
  const findings: string[] = []
  for (const { ends, passId, terms } of ledger.passes.values()) {
    if (getAddress(terms[role]) !== getAddress(account)) continue
    const row = known.get(passId)
    known.delete(passId)
    if (!row) findings.push(`${party} has lost pass ${passId}.`)
    else if (row.ended !== true || row.end !== ends[0]?.end)
      findings.push(`${party} does not know that pass ${passId} ended at ${ends[0]?.end}.`)
  }
  for (const passId of known.keys())
    findings.push(`${party} knows pass ${passId}, which is not on the chain.`)
  return findings
}
