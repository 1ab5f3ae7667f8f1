import { replace } from './proposeChanges.mjs'

/**
 * One more and one less. Hexadecimal ones keep their digits, which are part of their type.
 * @param {import('../walk.mjs').AnyNode} node
 * @param {string} written
 */
export function changeNumber(node, written) {
  if (!/^0x/i.test(written)) {
    const less = /^0+$/.test(written) ? [] : [replace('constant', node, `(${written} - 1)`)]
    return [replace('constant', node, `(${written} + 1)`), ...less]
  }
  const digits = written.slice(2)
  // Forty of them are an address, whose letters' case is a checksum.
  if (digits.length === 40) return [replace('constant', node, `address(uint160(${written}) + 1)`)]
  return [1n, -1n].flatMap((step) => {
    const value = BigInt(written) + step
    const to = value.toString(16).padStart(digits.length, '0')
    return value < 0n || to.length > digits.length ? [] : [replace('constant', node, `0x${to}`)]
  })
}
