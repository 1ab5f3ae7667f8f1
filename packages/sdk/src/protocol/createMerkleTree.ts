import type { Hex } from 'viem'
import { hashSiblings } from './hashSiblings.js'

/** A Merkle tree with sorted siblings, as the contract and Solady's `MerkleProofLib` take it. */
export type MerkleTree = {
  root: Hex
  /** Siblings of a leaf and of the nodes above it; `undefined` when it is not a leaf. */
  prove(leaf: Hex): Hex[] | undefined
}

/**
 * Makes the tree of some leaves, whose order does not matter. A node without a sibling moves up as it
 * is.
 *
 * @param leaves At least one, each of them the hash of more or fewer than 64 bytes: what has 64 could
 * pass for a node.
 */
export function createMerkleTree(leaves: readonly Hex[]): MerkleTree {
  const layers: Hex[][] = [[...new Set(leaves)].sort()]
  for (let layer = layers[0] ?? []; layer.length > 1; layers.push(layer)) {
    const below = layer
    layer = []
    for (let index = 0; index < below.length; index += 2) {
      const [left, right] = below.slice(index, index + 2)
      if (left) layer.push(right ? hashSiblings(left, right) : left)
    }
  }
  const root = layers.at(-1)?.[0]
  if (!root) throw new RangeError('A Merkle tree has at least one leaf.')
  return {
    root,
    prove(leaf) {
      let index = layers[0]?.indexOf(leaf) ?? -1
      if (index === -1) return undefined
      const proof: Hex[] = []
      for (const layer of layers.slice(0, -1)) {
        const sibling = layer[index % 2 === 0 ? index + 1 : index - 1]
        if (sibling) proof.push(sibling)
        index = Math.floor(index / 2)
      }
      return proof
    },
  }
}
