import type { Transaction } from '../../store/store.js'
import { type PurchaseRow, purchases, requests } from '../tables.js'

/** Whether the app's key stands for another quote by now, which another process asked for. */
export async function isReplaced(tx: Transaction, { quote }: PurchaseRow): Promise<boolean> {
  const { requestId } = quote.details
  const key = (await requests.get(tx, requestId))?.key
  return key !== undefined && (await purchases.get(tx, key))?.requestId !== requestId
}
