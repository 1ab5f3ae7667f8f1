import { publishAttestationRootCall } from '../../actions/sbns/publishAttestationRoot.js'
import { createMerkleTree } from '../../protocol/createMerkleTree.js'
import { type Findings, hashFindings } from '../../protocol/findings.js'
import { hashMessage } from '../../protocol/hashMessage.js'
import { attestation } from '../../protocol/messages/attestation.js'
import { numberKey } from '../../store/numberKey.js'
import type { SbnContext } from '../context.js'
import { epochSeconds } from './epochSeconds.js'
import { attestations, drafts, lastAttested, roots } from './tables.js'

/** Longest that attestations are kept, in epochs. */
const keptEpochs = 30

/**
 * Makes the findings of epochs that are over into attestations, and publishes a root for each epoch: in
 * one transaction of the store, so that whatever crashes, there is one attestation for a gateway and
 * epoch, or none.
 */
export async function attestEpochs(
  {
    contracts,
    deployment,
    outbox,
    store,
  }: Pick<SbnContext, 'contracts' | 'deployment' | 'outbox' | 'store'>,
  now: number,
): Promise<void> {
  const current = Math.floor(now / epochSeconds)
  await store.transaction(async (tx) => {
    const over = (await drafts.list(tx)).filter(({ value }) => value.epoch < current)
    for (const epoch of new Set(over.map(({ value }) => value.epoch))) {
      const found = over.filter(({ value }) => value.epoch === epoch)
      for (const { key } of found) await drafts.delete(tx, key)
      // A chain whose time went back: what is attested stays as it is.
      if (await roots.get(tx, numberKey(epoch))) continue
      for (const { key, value } of found) {
        await attestations.insert(tx, key, value)
        await lastAttested.put(tx, value.gateway, { epoch })
      }
      const leaves = found.map(({ value }) => hashAttestation(value, deployment))
      const { root } = createMerkleTree(leaves)
      await roots.insert(tx, numberKey(epoch), { epoch, root })
      const call = publishAttestationRootCall(contracts, { epoch, root })
      await outbox.submit(tx, { key: `attestationRoot/${epoch}`, ...call })
    }
    const limit = numberKey(Math.max(0, current - keptEpochs))
    for (const table of [attestations, roots])
      for (const { key } of await table.list(tx, { limit: 100 })) {
        if (key >= limit) break
        await table.delete(tx, key)
      }
  })
}

/** The digest that is signed, and the leaf in the tree of its epoch. */
export function hashAttestation(found: Findings, deployment: SbnContext['deployment']) {
  const { epoch, gateway } = found
  return hashMessage(attestation, { gateway, epoch, result: hashFindings(found) }, deployment)
}
