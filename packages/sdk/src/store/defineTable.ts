import * as z from 'zod/mini'
import {
  StoreInputError,
  StoreRowExistsError,
  StoreRowInvalidError,
  StoreRowMissingError,
} from '../errors/store.js'
import { decodeDocument, encodeDocument } from './document.js'
import type { ListOptions, Transaction } from './store.js'

export type Table<value> = {
  readonly name: string
  get(tx: Transaction, key: string): Promise<value | undefined>
  /** Adds a row. Throws `StoreRowExistsError` when the key has one. */
  insert(tx: Transaction, key: string, value: value): Promise<void>
  /** Adds a row or replaces it. */
  put(tx: Transaction, key: string, value: value): Promise<void>
  /** Takes a row away; fine when there is none. */
  delete(tx: Transaction, key: string): Promise<void>
  /** Rows in key order. */
  list(tx: Transaction, options?: ListOptions): Promise<{ key: string; value: value }[]>
  /** Replaces a row by what `change` makes of it and returns that. Throws `StoreRowMissingError`. */
  update(tx: Transaction, key: string, change: (value: value) => value): Promise<value>
}

/**
 * Gives a table of a store a type. Rows are kept as JSON that also takes `bigint` and `Uint8Array`
 * (see `document.ts`), are checked against the schema when written, and again when read, since the
 * file may be older than the program. Fields added later must therefore be optional.
 *
 * @param name Name of the table, unique in the store. Begin it with the name of the room.
 * @param schema What a row looks like. Codecs work; transforms, which cannot be undone, do not.
 * @returns The table. Its methods throw `StoreInputError` for a row that does not fit the
 * schema, and `StoreRowInvalidError` when a stored one does not.
 *
 * @example
 * ```ts
 * import * as z from 'zod/mini'
 *
 * const passes = defineTable('gateway.passes', z.object({ price: z.bigint(), end: z.number() }))
 * await store.transaction(async (tx) => {
 *   await passes.insert(tx, passId, { price: 100n, end: 1_900_000_000 })
 *   await passes.update(tx, passId, (pass) => ({ ...pass, end: pass.end + 60 }))
 * })
 * ```
 */
export function defineTable<schema extends z.ZodMiniType>(
  name: string,
  schema: schema,
): Table<z.output<schema>> {
  type Row = z.output<schema>

  function encode(row: Row): string {
    const result = z.safeEncode(schema, row)
    if (!result.success) {
      throw new StoreInputError(`A row for the table "${name}" does not fit its schema.`, {
        cause: result.error,
      })
    }
    return encodeDocument(result.data)
  }

  function decode(text: string): Row {
    try {
      return z.parse(schema, decodeDocument(text))
    } catch (cause) {
      throw new StoreRowInvalidError(name, { cause })
    }
  }

  async function get(tx: Transaction, key: string): Promise<Row | undefined> {
    const text = await tx.get(name, key)
    return text === undefined ? undefined : decode(text)
  }

  return {
    name,
    get,
    async insert(tx, key, row) {
      const text = encode(row)
      if ((await tx.get(name, key)) !== undefined) throw new StoreRowExistsError(name)
      await tx.set(name, key, text)
    },
    async put(tx, key, row) {
      await tx.set(name, key, encode(row))
    },
    delete: (tx, key) => tx.delete(name, key),
    async list(tx, options) {
      const rows = await tx.list(name, options)
      return rows.map(({ key, value }) => ({ key, value: decode(value) }))
    },
    async update(tx, key, change) {
      const row = await get(tx, key)
      if (row === undefined) throw new StoreRowMissingError(name)
      const changed = change(row)
      await tx.set(name, key, encode(changed))
      return changed
    },
  }
}
