/**
 * The smallest text that is greater than every text with this prefix, by code points.
 *
 * @returns The bound, or `undefined` when there is none: for the empty prefix, and for one that
 * consists of U+10FFFF.
 */
export function prefixEnd(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  for (let point = points.pop(); point !== undefined; point = points.pop()) {
    if (point === 0x10ffff) continue
    // U+D800 to U+DFFF are not characters.
    const next = point === 0xd7ff ? 0xe000 : point + 1
    return String.fromCodePoint(...points, next)
  }
  return undefined
}
