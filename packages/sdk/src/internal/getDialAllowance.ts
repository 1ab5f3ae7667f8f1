import type { Chain } from 'viem'
import * as z from 'zod/mini'

const custom = z.object({ passband: z.object({ allow: z.array(z.string()) }) })

/**
 * Address ranges (CIDR) that may be dialled although they are not public: those that the chain's
 * definition names in `custom.passband.allow`. A development network on one machine needs it; a
 * public chain's definition has none.
 */
export function getDialAllowance(chain: Chain): readonly string[] {
  const result = z.safeParse(custom, chain.custom)
  return result.success ? result.data.passband.allow : []
}
