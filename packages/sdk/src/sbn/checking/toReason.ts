import { MeasurementContentError } from '../../errors/measuring.js'
import type { RefusalReason } from '../../protocol/api.js'

/** Why a gateway is refused through which something could not be measured. */
export function toReason(error: unknown): RefusalReason {
  return error instanceof MeasurementContentError ? 'CONTENT_ALTERED' : 'NO_TRAFFIC'
}
