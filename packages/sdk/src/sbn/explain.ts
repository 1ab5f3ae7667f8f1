import type { Address, Hex } from 'viem'
import { refusalTexts } from '../protocol/refusalTexts.js'
import type { Store } from '../store/store.js'
import { type Score, scoreGateway } from './scoring/scoreGateway.js'
import { gateways, quotes, requestIds } from './tables.js'

/** What an SBN thinks of a gateway, and why. */
export type GatewayExplanation = Score & {
  gateway: Address
  trusted: boolean
  /** In plain words. Not stable: codes are in the status and in the checks. */
  reasons: string[]
}

/** Why a quote has its price and its gateway, in plain words. */
export type QuoteExplanation = {
  gateway: Address
  /** PRIX base units. */
  price: bigint
  priceReasons: string[]
  gatewayReasons: string[]
}

/** Why a gateway is trusted or not, and scored as it is; `undefined` when it is not registered. */
export async function explainGateway(
  store: Store,
  gateway: Address,
  now: number,
): Promise<GatewayExplanation | undefined> {
  const row = await store.transaction((tx) => gateways.get(tx, gateway))
  if (!row) return undefined
  const { country, ipType, reason, trusted } = row.status
  const score = scoreGateway(row, now)
  const reasons = [
    trusted ? 'It passed its last check.' : refusalTexts[reason ?? 'PENDING'],
    ...(trusted && country ? [`Its traffic comes out in ${country}, at a ${ipType} address.`] : []),
    ...score.parts.map(({ text }) => text),
    score.age === undefined
      ? 'It was not checked yet.'
      : `It was checked ${tellAge(score.age)} ago.`,
    `Its score is ${score.score} of 100, and ${Math.round(score.confidence * 100)} % certain.`,
  ]
  return { ...score, gateway, trusted, reasons }
}

/** Why a pass was quoted as it was; `undefined` when it was not quoted here, or that is forgotten. */
export async function explainQuote(
  store: Store,
  passId: Hex,
): Promise<QuoteExplanation | undefined> {
  const row = await store.transaction(async (tx) => {
    const index = await requestIds.get(tx, passId)
    return index && quotes.get(tx, index.requestId)
  })
  if (!row) return undefined
  const { gateway, price } = row.quote.message.terms
  const { gateway: gatewayReasons = [], price: priceReasons = [] } = row.reasons ?? {}
  return { gateway, price, priceReasons, gatewayReasons }
}

function tellAge(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes < 1) return 'less than a minute'
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
