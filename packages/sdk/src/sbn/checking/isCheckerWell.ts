import { abortable } from '../../internal/abortable.js'
import { getChainTime } from '../../internal/getChainTime.js'
import { pingReflector } from '../../measuring/pingReflector.js'
import { openReflector } from '../../measuring/reflector.js'
import type { SbnContext } from '../context.js'

/** Longest that is waited for an answer, in seconds. */
const patience = 5

/**
 * Whether this SBN's own way to the network works: its RPC server answers, and one of the canaries does,
 * where there are any, and one of its reflectors elsewhere. Something on its own line can answer for a
 * canary, as the page before a login does; for a reflector, which has a key, nothing can. What it cannot
 * reach while all that is not so says nothing about gateways.
 */
export async function isCheckerWell(
  { canaries, client, reflectors }: Pick<SbnContext, 'canaries' | 'client' | 'reflectors'>,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience * 1_000)])
  const asks = canaries.map(async (url) => {
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: limit })
    // Whatever it says, it was reached.
    await response.body?.cancel()
  })
  const pings = reflectors.map(async (reflector) =>
    pingReflector({ fetch }, await openReflector(reflector), limit),
  )
  const reached = [getChainTime(client)] as Promise<unknown>[]
  for (const some of [asks, pings]) if (some.length > 0) reached.push(Promise.any(some))
  return abortable(Promise.all(reached), limit).then(
    () => true,
    () => false,
  )
}
