import type { Hex } from 'viem'
import type { PassRow } from './tables.js'

/** What the drivers were told about a pass last. */
export type Admission = { clientKey: Hex; end: number }

/** Whether a pass was let in with the key that it has now. */
export function hasSameKey({ details, rekeyed }: PassRow, { clientKey }: Admission): boolean {
  const current = rekeyed ?? details
  return current === undefined || current.clientKey === clientKey
}

/** Whether what the drivers were told about a pass is what there is to tell now. */
export function isAdmittedAs(row: PassRow, admission: Admission | undefined): boolean {
  return admission !== undefined && admission.end === row.end && hasSameKey(row, admission)
}
