import type { Address } from 'viem'
import type { Attested } from '../../protocol/attested.js'
import { createMerkleTree } from '../../protocol/createMerkleTree.js'
import { hashFindings } from '../../protocol/findings.js'
import { attestation } from '../../protocol/messages/attestation.js'
import { signMessage } from '../../protocol/signMessage.js'
import { numberKey } from '../../store/numberKey.js'
import type { SbnContext } from '../context.js'
import { hashAttestation } from './attestEpochs.js'
import { draftKey } from './draftFindings.js'
import { attestations, lastAttested } from './tables.js'

/** The latest attestation of a gateway, signed, with its proof; `undefined` when there is none. */
export async function findAttested(
  { client, deployment, store }: Pick<SbnContext, 'client' | 'deployment' | 'store'>,
  gateway: Address,
): Promise<Attested | undefined> {
  const known = await store.transaction(async (tx) => {
    const last = await lastAttested.get(tx, gateway)
    if (!last) return undefined
    const findings = await attestations.get(tx, draftKey(last.epoch, gateway))
    const all = await attestations.list(tx, { prefix: `${numberKey(last.epoch)}/` })
    return findings && { findings, all: all.map(({ value }) => value) }
  })
  if (!known) return undefined
  const { all, findings } = known
  const tree = createMerkleTree(all.map((found) => hashAttestation(found, deployment)))
  const proof = tree.prove(hashAttestation(findings, deployment)) ?? []
  const { epoch } = findings
  const message = { gateway, epoch, result: hashFindings(findings) }
  const { signature } = await signMessage(client, attestation, message, deployment)
  return { findings, signature, proof }
}
