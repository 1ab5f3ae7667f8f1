import { concatHex, type Hex, keccak256 } from 'viem'

/** The parent of two nodes of a Merkle tree, in whichever order they come. */
export function hashSiblings(one: Hex, other: Hex): Hex {
  return keccak256(one < other ? concatHex([one, other]) : concatHex([other, one]))
}
