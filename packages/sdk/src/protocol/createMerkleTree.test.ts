import { type Hex, keccak256, numberToHex } from 'viem'
import { expect, test } from 'vitest'
import { createMerkleTree } from './createMerkleTree.js'
import { hashSiblings } from './hashSiblings.js'

const leaf = (number: number) => keccak256(numberToHex(number, { size: 32 }))
const leaves = (count: number) => Array.from({ length: count }, (_, index) => leaf(index))
const climb = (start: Hex, proof: readonly Hex[]) => proof.reduce(hashSiblings, start)

test.each([1, 2, 3, 4, 5, 8, 13, 64, 100])('each of %i leaves leads to the root', (count) => {
  const tree = createMerkleTree(leaves(count))
  for (const one of leaves(count)) {
    const proof = tree.prove(one) ?? []
    expect(climb(one, proof)).toBe(tree.root)
    expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)))
  }
})

test('what is no leaf has no proof, and another’s does not help', () => {
  const tree = createMerkleTree(leaves(5))
  expect(tree.prove(leaf(5))).toBe(undefined)
  expect(climb(leaf(5), tree.prove(leaf(1)) ?? [])).not.toBe(tree.root)
})

test('neither order nor repetition changes the root; a single leaf is it', () => {
  const { root } = createMerkleTree(leaves(7))
  expect(createMerkleTree([...leaves(7).reverse(), leaf(3)]).root).toBe(root)
  expect(createMerkleTree([leaf(1)])).toMatchObject({ root: leaf(1) })
  expect(createMerkleTree([leaf(1)]).prove(leaf(1))).toEqual([])
  expect(() => createMerkleTree([])).toThrow(RangeError)
})
