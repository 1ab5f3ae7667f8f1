export type { Entry, ListOptions, Store, Transaction } from '../../store/store.js'
export { type WebParameters, web } from '../../store/web/web.js'
