import * as z from 'zod/mini'
import { bytes32 } from '../../protocol/schemas.js'
import { challengeOrder, challengeReport } from './challenger.js'

/** Where a challenger takes orders. */
export const challengePath = '/challenge'

/** Seconds for which an order is good. */
export const orderLifetime = 60

/** Most bytes of a sealed order, and of a sealed report. */
export const largestOrder = 16 * 1_024
export const largestReport = 128 * 1_024

/** An order as it is sealed: it is taken once, and only for a while. */
export const orderEnvelope = z.object({
  nonce: bytes32,
  /** Unix seconds, by the clocks of both machines. */
  expiresAt: z.int(),
  order: challengeOrder,
})

/** A report answers one order. */
export const reportEnvelope = z.object({ report: challengeReport })

export const toReportPurpose = (nonce: string) => `report/${nonce}`
