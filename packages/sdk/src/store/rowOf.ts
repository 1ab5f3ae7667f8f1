import type { Table } from './defineTable.js'

/** What a row of a table looks like. */
export type RowOf<table> = table extends Table<infer row> ? row : never
