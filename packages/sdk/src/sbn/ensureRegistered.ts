import type { Hex } from 'viem'
import { approveCall } from '../actions/prix/approve.js'
import { getBalance } from '../actions/prix/getBalance.js'
import { getProtocol } from '../actions/protocol/getProtocol.js'
import { getSbn } from '../actions/sbns/getSbn.js'
import { registerSbnCall } from '../actions/sbns/registerSbn.js'
import { updateSbnCall } from '../actions/sbns/updateSbn.js'
import { InsufficientPrixError } from '../errors/purchase.js'
import { createKeyPair } from '../protocol/createKeyPair.js'
import type { SbnContext } from './context.js'
import { keys } from './tables.js'

/**
 * Makes the record on chain say what this SBN is: registers it with its bond, or updates key, fee and
 * URL.
 *
 * @returns The encryption key that is registered, whose private half is in the store.
 */
export async function ensureRegistered(
  { client, contracts, fee, outbox, store }: Omit<SbnContext, 'encryptionKey'>,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Hex> {
  const sbn = client.account.address
  const record = await getSbn(client, { contracts, sbn })
  const known = await store.transaction((tx) => keys.get(tx, record.encryptionKey))
  if (record.active && known && record.fee === fee && known.url === url) return record.encryptionKey

  const pair = known ?? (await createKeyPair())
  const { privateKey, publicKey } = pair
  const wanted = { encryptionKey: publicKey, fee, url }
  const id = `${publicKey}/${fee}/${url}`
  const { bond } = record.active ? { bond: 0n } : await getProtocol(client, { contracts })
  if (bond > 0n) {
    const balance = await getBalance(client, { contracts, account: sbn })
    if (balance < bond) throw new InsufficientPrixError(bond, balance)
  }
  await store.transaction(async (tx) => {
    await keys.put(tx, publicKey, { publicKey, privateKey, url })
    if (record.active) {
      await outbox.submit(tx, { key: `updateSbn/${id}`, ...updateSbnCall(contracts, wanted) })
      return
    }
    const approval = { spender: contracts.marketplace, amount: bond }
    await outbox.submit(tx, { key: `approveBond/${id}`, ...approveCall(contracts, approval) })
    await outbox.submit(tx, { key: `registerSbn/${id}`, ...registerSbnCall(contracts, wanted) })
  })
  await outbox.wait(`${record.active ? 'updateSbn' : 'registerSbn'}/${id}`, { signal })
  return publicKey
}
