import { type Hex, hexToBytes, keccak256 } from 'viem'

/** The bits that a value sets in a bloom filter (Ethereum yellow paper, 4.3.1). */
export function bloomBits(value: Hex): readonly number[] {
  const hash = hexToBytes(keccak256(value))
  return [0, 2, 4].map((at) => (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2_047)
}

/** Whether all of the bits are set: the value may be in. */
export function hasBits(bloom: Hex, bits: readonly number[]): boolean {
  return bits.every((bit) => {
    const digit = Number.parseInt(bloom.charAt(bloom.length - 1 - (bit >> 2)), 16)
    return (digit & (1 << (bit & 3))) !== 0
  })
}
