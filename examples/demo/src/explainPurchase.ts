import type { Pass } from '@passband/sdk'
import type { Devnet } from '@passband/sdk/devnet'
import type { Reporter } from './createReporter.js'

/** Why a pass cost what it did, and why it is with this gateway, in the SBN's own words. */
export async function explainPurchase(devnet: Devnet, pass: Pass, report: Reporter): Promise<void> {
  const explained = await devnet.sbn.explainQuote(pass.id)
  if (!explained) throw new Error('The SBN does not know why it quoted a pass.')
  report.step('Why this price:')
  report.list(explained.priceReasons)
  report.step('Why this gateway:')
  report.list(explained.gatewayReasons)
}
