import { readJson } from '../../internal/readJson.js'
import { type Registration, registration } from '../../protocol/registration.js'
import { unseal } from '../../protocol/unseal.js'
import type { SbnContext } from '../context.js'
import { type GatewayRow, keys } from '../tables.js'

/** Opens what a gateway registered, with whichever of this SBN's keys it was sealed to. */
export async function openRegistration(
  { client, deployment, store }: Pick<SbnContext, 'client' | 'deployment' | 'store'>,
  { gateway, sealed, sequence }: GatewayRow,
): Promise<Registration | undefined> {
  const pairs = await store.transaction((tx) => keys.list(tx))
  for (const { value: pair } of pairs) {
    const context = {
      kind: 'registration' as const,
      deployment,
      gateway,
      sbn: client.account.address,
      encryptionKey: pair.publicKey,
      sequence: BigInt(sequence),
    }
    const text = await unseal(sealed, { privateKey: pair.privateKey, context }).catch(
      () => undefined,
    )
    if (text !== undefined) return readJson(registration, text)
  }
  return undefined
}
