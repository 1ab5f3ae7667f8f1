import { type Address, encodeAbiParameters, type Hex, hexToBytes } from 'viem'
import type { Deployment } from './domain.js'

/**
 * What a sealed text is for. A copy in another place, for another reader or under another name opens
 * nothing.
 */
export type SealContext = { deployment: Deployment } & (
  | {
      /** A gateway's registration, sealed to an SBN. */
      kind: 'registration'
      gateway: Address
      sbn: Address
      encryptionKey: Hex
      sequence: bigint
    }
  | {
      /** Connection info, sealed to the subscriber. */
      kind: 'connectionInfo'
      gateway: Address
      passId: Hex
    }
)

/** The `info` of HPKE for a context. */
export function sealInfo(context: SealContext): Uint8Array {
  const { chainId, marketplace } = context.deployment
  const common = [`passband/v1/${context.kind}`, BigInt(chainId), marketplace] as const
  const encoded =
    context.kind === 'registration'
      ? encodeAbiParameters(
          [
            { type: 'string' },
            { type: 'uint256' },
            { type: 'address' },
            { type: 'address' },
            { type: 'address' },
            { type: 'bytes32' },
            { type: 'uint64' },
          ],
          [...common, context.gateway, context.sbn, context.encryptionKey, context.sequence],
        )
      : encodeAbiParameters(
          [
            { type: 'string' },
            { type: 'uint256' },
            { type: 'address' },
            { type: 'address' },
            { type: 'bytes32' },
          ],
          [...common, context.gateway, context.passId],
        )
  return hexToBytes(encoded)
}
