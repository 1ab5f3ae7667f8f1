/**
 * How values become text: JSON, with bigints as `{"$bigint":"123"}` and bytes as
 * `{"$bytes":"00ff"}`. Objects of one's own may not have keys that start with `$`.
 */
import { StoreInputError } from '../errors/store.js'

/** @throws `StoreInputError` The value holds something that would not come back as it was. */
export function encodeDocument(value: unknown): string {
  return JSON.stringify(toJson(value))
}

/** @throws `SyntaxError` The text is not such a document. */
export function decodeDocument(text: string): unknown {
  return JSON.parse(text, (_, value) => {
    if (typeof value !== 'object' || value === null) return value
    const { $bigint, $bytes } = value as Record<string, unknown>
    if (typeof $bigint === 'string') return BigInt($bigint)
    if (typeof $bytes === 'string') return fromHex($bytes)
    return value
  })
}

// A replacer cannot do this: JSON.stringify asks toJSON() before it asks the replacer.
function toJson(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'bigint') return { $bigint: value.toString() }
  if (value instanceof Uint8Array) return { $bytes: toHex(value) }
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Object.prototype || prototype === null) return toJsonObject(value)
  }
  throw new StoreInputError(
    'A document may hold only plain objects, arrays, text, finite numbers, bigints, bytes, booleans and null.',
  )
}

function toJsonObject(value: object): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    if (key.startsWith('$') || key === '__proto__') {
      throw new StoreInputError('A document may not have keys that start with "$", or "__proto__".')
    }
    result[key] = toJson(item)
  }
  return result
}

function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

function fromHex(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new SyntaxError('Not bytes.')
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  )
}
