import { getSbn } from '../actions/sbns/getSbn.js'
import { isAttested } from '../actions/sbns/isAttested.js'
import { QuoteNotAttestedError } from '../errors/purchase.js'
import { abortable } from '../internal/abortable.js'
import { getChainTime } from '../internal/getChainTime.js'
import { attested } from '../protocol/attested.js'
import { type Findings, hashFindings } from '../protocol/findings.js'
import { hashTerms } from '../protocol/hashTerms.js'
import { attestation } from '../protocol/messages/attestation.js'
import type { SignedQuote } from '../protocol/messages/quote.js'
import { verifyMessage } from '../protocol/verifyMessage.js'
import type { SubscriberContext } from './context.js'
import { openSealed } from './openSealed.js'

/** Oldest that the check behind an attestation may be, in seconds: three epochs. */
const maximumAge = 3 * 86_400

/**
 * Holds a quote against what its SBN has attested about the gateway and published on the chain, before
 * anything is paid: it is the SBN's, it is under the root that the chain has, it is not too old, and
 * country, IP type and bandwidth are those of the quote.
 *
 * @returns What was attested.
 * @throws `QuoteNotAttestedError`; `SbnUnreachableError`, `SbnAnswerInvalidError`,
 * `ChainUnreachableError`
 */
export async function requireAttested(
  context: SubscriberContext,
  quote: SignedQuote,
  signal: AbortSignal | undefined,
): Promise<Findings> {
  const { client, contracts, deployment, messenger } = context
  const { terms } = quote.message
  const { gateway, sbn } = terms
  const passId = hashTerms(terms)
  const sealed = await messenger.getAttested(passId, { signal })
  if (!sealed) throw new QuoteNotAttestedError('its gateway was not attested yet.')
  const opening = openSealed(context, { kind: 'attested', passId, quote, schema: attested, sealed })
  const { findings, proof, signature } = await opening.catch((cause: unknown) => {
    throw new QuoteNotAttestedError('what the SBN sent does not open.', { cause })
  })
  const [{ signer }, now] = await abortable(
    Promise.all([getSbn(client, { contracts, sbn }), getChainTime(client)]),
    signal,
  )
  const { epoch } = findings
  const result = hashFindings(findings)
  const message = { gateway, epoch, result }
  await verifyMessage(attestation, { message, signature }, { deployment, now: 0, signer }).catch(
    (cause: unknown) => {
      throw new QuoteNotAttestedError('what is attested is not signed by the SBN.', { cause })
    },
  )
  const claim = { contracts, sbn, gateway, epoch, result, proof }
  if (!(await abortable(isAttested(client, claim), signal)))
    throw new QuoteNotAttestedError('what is attested is not published on the chain.')
  const mismatch = findMismatch(findings, quote)
  if (mismatch) throw new QuoteNotAttestedError(`its ${mismatch} is not what is attested.`)
  if (findings.checkedAt + maximumAge < now)
    throw new QuoteNotAttestedError('what is attested is too old.')
  return findings
}

function findMismatch(findings: Findings, { details, message }: SignedQuote): string | undefined {
  return (
    [
      ['gateway', findings.gateway === message.terms.gateway],
      ['country', findings.country === details.country],
      ['ipType', findings.ipType === details.ipType],
      ['mbps', findings.mbps >= details.mbps],
    ] as const
  ).find(([, same]) => !same)?.[0]
}
