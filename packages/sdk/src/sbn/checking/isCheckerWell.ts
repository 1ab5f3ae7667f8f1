import { abortable } from '../../internal/abortable.js'
import { getChainTime } from '../../internal/getChainTime.js'
import type { SbnContext } from '../context.js'

/** Longest that is waited for an answer, in seconds. */
const patience = 5

/**
 * Whether this SBN's own way to the network works: its RPC server answers, and one of the canaries does,
 * where there are any. What it cannot reach while that is not so says nothing about gateways.
 */
export async function isCheckerWell(
  { canaries, client }: Pick<SbnContext, 'canaries' | 'client'>,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience * 1_000)])
  const asks = canaries.map(async (url) => {
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: limit })
    // Whatever it says, it was reached.
    await response.body?.cancel()
  })
  const reached = [getChainTime(client)] as Promise<unknown>[]
  if (asks.length > 0) reached.push(Promise.any(asks))
  return abortable(Promise.all(reached), limit).then(
    () => true,
    () => false,
  )
}
