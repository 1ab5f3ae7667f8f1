import { GeoInputError, GeoUnavailableError } from '../errors/geo.js'
import { type CountryDecision, decideCountry } from './classify/decideCountry.js'
import { decideIpType, type IpTypeDecision } from './classify/decideIpType.js'
import { isAllowed } from './classify/isAllowed.js'
import { readAddress } from './classify/readAddress.js'
import { type GeoReason, toReason } from './classify/reasons.js'
import { type GeoVote, toVote } from './classify/toVote.js'
import type { GeoSource } from './geoSource.js'
import type { NetworkTable } from './networks/parseNetworkTable.js'

export type ClassifyAddressParameters = {
  /** What networks are for, by AS number. Without it, only names and sources tell. */
  networks?: NetworkTable | undefined
  /** Oldest that data may be, in seconds. @default 5184000 (60 days) */
  maxAge?: number | undefined
  /** Unix seconds. @default the machine's clock */
  now?: number | undefined
  /** Ranges (CIDR) that are looked up although they are not public, for development networks. */
  allow?: readonly string[] | undefined
}

export type AddressClassification = CountryDecision &
  IpTypeDecision & {
    /** Whether a source that had a vote is older than allowed. */
    stale: boolean
    /** Names of the sources that are too old. */
    staleSources: string[]
    /** Why, with stable codes. */
    reasons: GeoReason[]
    /** What each source said that knew the address. */
    votes: GeoVote[]
  }

/**
 * Where an address is and what kind of network it belongs to, by the votes of several sources.
 *
 * Country: what more than half of those say that name one; a tie is unknown, and so is an address
 * that machines in several countries share. IP type: hosting where a cloud publishes the range;
 * otherwise the majority of what sources state, of the table of networks and of organisations' names,
 * one vote for each source; residential and mobile only when two sources come to it. A source that is
 * too old can confirm what the others say, and not contradict it.
 *
 * IPv4 inside IPv6, also of NAT64, is looked up as IPv4. Private, reserved and documentation ranges,
 * 6to4 and Teredo are unknown, without asking anybody.
 *
 * @param sources At least one, of different names; two databases of one vendor are one opinion. One
 * that fails or does not know the address has no vote.
 * @param address IPv4 or IPv6, in text.
 * @throws `GeoInputError` Not an IP address, or two sources have the same name.
 * @throws `GeoUnavailableError` There are no sources, or all of them failed.
 *
 * @example
 * ```ts
 * const { country, ipType, reasons } = await classifyAddress([dbip, whois, asn, aws], address, {
 *   networks,
 * })
 * for (const { code, text, sources } of reasons) console.log(code, text, sources)
 * ```
 */
export async function classifyAddress(
  sources: readonly GeoSource[],
  address: string,
  parameters: ClassifyAddressParameters = {},
): Promise<AddressClassification> {
  const { allow = [], maxAge = 60 * 86_400, now = Math.floor(Date.now() / 1_000) } = parameters
  const { networks = new Map() } = parameters
  const read = readAddress(address)
  // One source twice would be two votes.
  if (new Set(sources.map(({ name }) => name)).size < sources.length)
    throw new GeoInputError('Two geo sources have the same name.')
  if (read.kind !== 'public' && !isAllowed(read.address, allow)) return toNowhere(read.kind)

  const normal = read.address.toString()
  const answers = await Promise.allSettled(sources.map(async (source) => source.lookup(normal)))
  const failed = answers.flatMap((answer, index) => (answer.status === 'rejected' ? [index] : []))
  const first = answers[failed[0] ?? 0]
  if (failed.length === sources.length)
    throw new GeoUnavailableError(first?.status === 'rejected' ? { cause: first.reason } : {})

  const votes = sources.flatMap((source, index) => {
    const answer = answers[index]
    if (answer?.status !== 'fulfilled' || !answer.value) return []
    return [toVote(source, answer.value, { networks, oldest: now - maxAge })]
  })
  const { reasons: ofCountry, ...country } = decideCountry(votes)
  const { reasons: ofType, ...type } = decideIpType(votes)
  const staleSources = votes.filter(({ stale }) => stale).map(({ source }) => source)
  const reasons = [...ofCountry, ...ofType]
  if (staleSources.length > 0) reasons.push(toReason('SOURCE_STALE', staleSources))
  const silent = failed.flatMap((index) => sources[index]?.name ?? [])
  if (silent.length > 0) reasons.push(toReason('SOURCE_FAILED', silent))
  return { ...country, ...type, stale: staleSources.length > 0, staleSources, reasons, votes }
}

function toNowhere(kind: 'tunnelled' | 'notPublic' | 'public'): AddressClassification {
  return {
    country: undefined,
    countryConfidence: 0,
    ipType: 'unknown',
    ipTypeConfidence: 0,
    stale: false,
    staleSources: [],
    reasons: [toReason(kind === 'tunnelled' ? 'ADDRESS_TUNNELLED' : 'ADDRESS_NOT_PUBLIC')],
    votes: [],
  }
}
