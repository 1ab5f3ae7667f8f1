import * as z from 'zod/mini'
import { PassbandError } from '../errors/base.js'
import { NoGatewayFitsError, SbnAnswerInvalidError, SbnRefusedError } from '../errors/messaging.js'

/** How a failed call looks on the wire: RFC 9457 members, and ours. */
export const refusal = z.object({
  code: z.string().check(z.maxLength(64)),
  title: z.string().check(z.maxLength(1_024)),
  retryable: z.boolean(),
})

export type Refusal = z.output<typeof refusal>

/** What of an error may leave the SBN. Unknown failures say nothing about themselves. */
export function toRefusal(error: unknown): Refusal {
  if (isAskersConcern(error)) {
    const title = error instanceof SbnRefusedError ? error.title : error.message
    return { code: error.code, title, retryable: error.retryable }
  }
  return { code: 'SBN_FAILED', title: 'The SBN failed to answer.', retryable: true }
}

/** Whether an error is about what was asked, and not about what the SBN itself lacks, such as disk space. */
export function isAskersConcern(error: unknown): error is PassbandError {
  return PassbandError.is(error) && !error.name.startsWith('Store')
}

/** The error that a refusal stands for on the asking side. */
export function fromRefusal(value: unknown): PassbandError {
  const result = z.safeParse(refusal, value)
  if (!result.success) return new SbnAnswerInvalidError({ cause: result.error })
  if (result.data.code === 'NO_GATEWAY_FITS') return new NoGatewayFitsError()
  return new SbnRefusedError(result.data)
}
