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
  | {
      /** What an SBN attested about the gateway of a quote, sealed to who got the quote. */
      kind: 'attested'
      sbn: Address
      passId: Hex
    }
  | {
      /** A reflector that an SBN lends, sealed to who bought the pass. */
      kind: 'reflector'
      sbn: Address
      passId: Hex
    }
  | {
      /** A message on the contract's board, sealed to whoever it is for. */
      kind: 'chainMessage'
      /** Who posts it: the chain says who did. */
      sender: Address
      recipient: Address
      topic: Hex
    }
)

const common = [{ type: 'string' }, { type: 'uint256' }, { type: 'address' }] as const
const registration = [
  ...common,
  { type: 'address' },
  { type: 'address' },
  { type: 'bytes32' },
  { type: 'uint64' },
] as const
const connectionInfo = [...common, { type: 'address' }, { type: 'bytes32' }] as const
const chainMessage = [
  ...common,
  { type: 'address' },
  { type: 'address' },
  { type: 'bytes32' },
] as const

/** The `info` of HPKE for a context. */
export function sealInfo(context: SealContext): Uint8Array {
  return hexToBytes(encode(context))
}

function encode(context: SealContext): Hex {
  const { chainId, marketplace } = context.deployment
  const start = [`passband/v1/${context.kind}`, BigInt(chainId), marketplace] as const
  switch (context.kind) {
    case 'registration': {
      const { encryptionKey, gateway, sbn, sequence } = context
      return encodeAbiParameters(registration, [...start, gateway, sbn, encryptionKey, sequence])
    }
    case 'connectionInfo':
      return encodeAbiParameters(connectionInfo, [...start, context.gateway, context.passId])
    case 'attested':
    case 'reflector':
      return encodeAbiParameters(connectionInfo, [...start, context.sbn, context.passId])
    case 'chainMessage': {
      const { recipient, sender, topic } = context
      return encodeAbiParameters(chainMessage, [...start, sender, recipient, topic])
    }
  }
}
