export { memory } from '../../store/memory/memory.js'
export type { Entry, ListOptions, Store, Transaction } from '../../store/store.js'
