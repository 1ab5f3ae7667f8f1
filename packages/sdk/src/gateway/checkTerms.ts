import { TermsRefusedError } from '../errors/gateway.js'
import type { Details } from '../protocol/details.js'
import type { Terms } from '../protocol/terms.js'
import type { GatewayContext } from './context.js'

/**
 * Whether a pass is one that this gateway sells. The chain has made sure that its SBN signed it, and
 * the SBN is not trusted with more than that.
 *
 * @throws `TermsRefusedError`
 */
export function checkTerms(
  context: Pick<GatewayContext, 'floorPrice' | 'mbps' | 'servers' | 'services'>,
  { billing, duration, price }: Pick<Terms, 'billing' | 'duration' | 'price'>,
  details: Pick<Details, 'driver' | 'mbps' | 'service'>,
): void {
  const { floorPrice, mbps, servers, services } = context
  if (billing !== 'flat') throw new TermsRefusedError('billing')
  if (!services.includes(details.service)) throw new TermsRefusedError('service')
  if (!servers.has(details.driver)) throw new TermsRefusedError('driver')
  if (details.mbps > mbps) throw new TermsRefusedError('mbps')
  // Compared as products, so that nothing is rounded: the price is a whole number that is not below.
  if (price * 3_600n < floorPrice * BigInt(details.mbps) * BigInt(duration))
    throw new TermsRefusedError('price')
}
