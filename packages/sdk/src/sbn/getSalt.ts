import { bytesToHex, type Hex } from 'viem'
import * as z from 'zod/mini'
import { bytes32 } from '../protocol/schemas.js'
import { defineTable } from '../store/defineTable.js'
import type { Store } from '../store/store.js'

const salts = defineTable('sbn/salt', z.object({ salt: bytes32 }))

/** A secret of this SBN's own, for hashes of what must not be found by trying. Made once. */
export async function getSalt(store: Store): Promise<Hex> {
  return store.transaction(async (tx) => {
    const known = await salts.get(tx, 'only')
    if (known) return known.salt
    const salt = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
    await salts.insert(tx, 'only', { salt })
    return salt
  })
}
