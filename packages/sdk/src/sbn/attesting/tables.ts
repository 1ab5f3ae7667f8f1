import * as z from 'zod/mini'
import { findings } from '../../protocol/findings.js'
import { bytes32, epoch } from '../../protocol/schemas.js'
import { defineTable } from '../../store/defineTable.js'

/** What was found in an epoch that is not over, by `epoch/gateway`: replaced by each check, shown to nobody. */
export const drafts = defineTable('sbn/findings', findings)

/**
 * What is attested, by `epoch/gateway`. Written once, before it is signed for the first time, and never
 * changed: two different ones for one gateway and epoch would cost the bond.
 */
export const attestations = defineTable('sbn/attestations', findings)

/** Roots of epochs that are over, by epoch, and the transaction that publishes each. */
export const roots = defineTable('sbn/attestationRoots', z.object({ epoch, root: bytes32 }))

/** The last epoch in which a gateway was attested, by gateway. */
export const lastAttested = defineTable('sbn/lastAttested', z.object({ epoch }))
