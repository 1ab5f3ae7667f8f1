import type { Session } from '@passband/tunnel'
import { type Hex, isAddressEqual } from 'viem'
import { getPass } from '../actions/passes/getPass.js'
import { SbnUnreachableError } from '../errors/messaging.js'
import { getChainTime } from '../internal/getChainTime.js'
import { checkSbn } from '../messaging/checkSbn.js'
import { hashDetails } from '../protocol/details.js'
import { hashTerms } from '../protocol/hashTerms.js'
import { passesRequest } from '../protocol/messages/passesRequest.js'
import { signMessage } from '../protocol/signMessage.js'
import type { SubscriberContext } from './context.js'
import { Pass } from './pass.js'
import { recovered, recoveredKey } from './recovery/tables.js'
import { passes } from './tables.js'

/** Pages of an SBN's answer that are read: 10,000 passes. */
const maximumPages = 100

/**
 * Passes that were bought or recovered here, and those that the SBN quoted to this account elsewhere.
 * With the SBN away it is those known here.
 */
export async function listPasses<session extends Session>(
  context: SubscriberContext<session>,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<Pass<session>[]> {
  const { address } = context.client.account
  const { found, rows } = await context.store.transaction(async (tx) => ({
    rows: await passes.list(tx),
    found: await recovered.list(tx, { prefix: recoveredKey(address, '') }),
  }))
  // Also what the wallet was asked for and refused: the chain decides.
  const bought = rows.filter(({ value }) => value.state !== 'quoted' || value.attempt)
  const known = [
    ...bought.map(({ value: { quote } }) => ({
      terms: quote.message.terms,
      details: quote.details,
    })),
    ...(await listFromSbn(context, signal)),
    ...found.flatMap(({ value: { terms } }) => (terms ? [{ terms, details: undefined }] : [])),
  ]
  const own = new Map<Hex, Pass<session>>()
  for (const { terms, details } of known) {
    const id = hashTerms(terms)
    if (own.has(id) || (details && hashDetails(details) !== terms.details)) continue
    // Neither the store nor the SBN is believed: it may have been sold, or never bought.
    const pass = await getPass(context.client, { contracts: context.contracts, passId: id })
    if (pass && isAddressEqual(pass.owner, address))
      own.set(id, new Pass(context, { id, terms, details }))
  }
  return [...own.values()]
}

async function listFromSbn(context: SubscriberContext, signal: AbortSignal | undefined) {
  const { client, deployment, messenger } = context
  try {
    const { sbn } = await checkSbn(context, signal)
    const message = {
      owner: client.account.address,
      sbn,
      expiresAt: (await getChainTime(client)) + 120,
    }
    const request = await signMessage(client, passesRequest, message, deployment)
    const records = []
    let after: Hex | undefined
    for (let page = 0; page < maximumPages; page++) {
      const { next, passes } = await messenger.listPasses(request, { after, signal })
      records.push(...passes)
      // An SBN that leads in circles has said all.
      if (!next || (after && next <= after)) break
      after = next
    }
    return records
  } catch (error) {
    if (error instanceof SbnUnreachableError) return []
    throw error
  }
}
