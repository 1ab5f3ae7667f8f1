import ipaddr from 'ipaddr.js'
import { concatHex, type Hex, keccak256, stringToHex } from 'viem'
import type { AddressClassification } from '../../geo/classifyAddress.js'

/** Gateways that share one of these could be one machine, or share a line. */
export type Groups = {
  /** Of the /24 (IPv4) or /48 (IPv6) of the exit address. */
  block: Hex
  /** Of the network (AS number), when a source knows it. */
  network?: Hex | undefined
}

const bits = { ipv4: 24, ipv6: 48 } as const

/**
 * What a gateway's exit has in common with others, as hashes: what is kept of it must not tell where the
 * gateway is.
 *
 * @param salt This SBN's own, so that nobody can try all blocks.
 */
export function toGroups(
  exit: string,
  { votes }: Pick<AddressClassification, 'votes'>,
  salt: Hex,
): Groups {
  const address = ipaddr.process(exit)
  const kept = bits[address.kind()] / 8
  const block = address.toByteArray().slice(0, kept).join('.')
  const asn = votes.find((vote) => vote.asn !== undefined)?.asn
  return {
    block: hash(salt, `block/${address.kind()}/${block}`),
    ...(asn !== undefined && { network: hash(salt, `network/${asn}`) }),
  }
}

function hash(salt: Hex, text: string): Hex {
  return keccak256(concatHex([salt, stringToHex(text)]))
}
