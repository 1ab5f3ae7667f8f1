/** Decodes base64url without padding of exactly `length` bytes, or `undefined`. */
export function decodeBase64url(text: unknown, length: number): Buffer | undefined {
  if (typeof text !== 'string') return undefined
  const bytes = Buffer.from(text, 'base64url')
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : undefined
}
