import { StoreInputError } from '../errors/store.js'
import type { ListOptions } from './store.js'

const maximumKeyBytes = 1_024

/** SQLite and PostgreSQL cut text at U+0000 or refuse it, and neither keeps half a surrogate pair. */
function isStorable(text: unknown): text is string {
  return typeof text === 'string' && !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

export function assertTable(table: string) {
  if (!isStorable(table) || table === '' || table.length > 128) {
    throw new StoreInputError('A table name must be 1 to 128 characters of well-formed Unicode.')
  }
}

export function assertKey(key: string) {
  if (!isStorable(key) || key === '' || byteLength(key) > maximumKeyBytes) {
    throw new StoreInputError('A key must be 1 to 1,024 bytes of well-formed Unicode.')
  }
}

export function assertValue(value: string) {
  if (!isStorable(value)) {
    throw new StoreInputError('A value must be well-formed Unicode without U+0000.')
  }
}

export function assertListOptions({ prefix, after, limit }: ListOptions) {
  for (const text of [prefix, after]) {
    if (text !== undefined && !isStorable(text)) {
      throw new StoreInputError('A prefix or a bound must be well-formed Unicode without U+0000.')
    }
  }
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
    throw new StoreInputError('A limit must be an integer from 0.')
  }
}

function byteLength(text: string): number {
  return text.length * 3 <= maximumKeyBytes ? text.length : new TextEncoder().encode(text).length
}
