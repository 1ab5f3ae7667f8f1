export { type LibsqlParameters, libsql } from '../../store/libsql/libsql.js'
export type { Entry, ListOptions, Store, Transaction } from '../../store/store.js'
