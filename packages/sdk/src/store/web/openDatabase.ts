import { StoreUnavailableError } from '../../errors/store.js'

/** The one object store: documents by table and key. */
export const documents = 'documents'

/**
 * Opens the database, or makes it.
 *
 * @param onClose Told when the browser closed it: because its data was cleared, or another version of
 * the page needs it.
 */
export async function openDatabase(name: string, onClose: () => void): Promise<IDBDatabase> {
  const factory = globalThis.indexedDB
  if (!factory) throw new StoreUnavailableError('IndexedDB')
  const request = factory.open(name, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(documents)
  const database = await answerOf(request)
  database.onclose = onClose
  database.onversionchange = () => {
    onClose()
    database.close()
  }
  return database
}

/** What a request brings. */
export function answerOf<value>(request: IDBRequest<value>): Promise<value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
