import type { IpType } from '../../protocol/schemas.js'
import { findMajority } from './findMajority.js'
import { type GeoReason, toReason } from './reasons.js'
import type { GeoVote } from './toVote.js'

export type IpTypeDecision = {
  ipType: IpType
  /** From 0 (unknown) to 1. */
  ipTypeConfidence: number
}

/** What a vote that rests on a mere name is worth of one that does not. */
const weightOfNames = 0.8

/**
 * A published range is hosting, whoever says something else. Otherwise the majority of the sources
 * that know the kind of network; residential and mobile, which cost more, take two of them.
 */
export function decideIpType(votes: readonly GeoVote[]): IpTypeDecision & { reasons: GeoReason[] } {
  const unknown = { ipType: 'unknown' as const, ipTypeConfidence: 0 }
  const published = votes.filter(({ basis }) => basis === 'published').map(({ source }) => source)
  if (published.length > 0) {
    const reasons = [toReason('TYPE_PUBLISHED', published)]
    return { ipType: 'hosting', ipTypeConfidence: 1, reasons }
  }
  const counted = votes.filter(({ basis }) => basis !== undefined)
  if (counted.length === 0) return { ...unknown, reasons: [toReason('TYPE_NO_DATA')] }
  const found = findMajority(
    counted.map(({ source, ipType, stale }) => ({ source, value: ipType, stale })),
  )
  if (!found) {
    const names = counted.map(({ source }) => source)
    return { ...unknown, reasons: [toReason('TYPE_TIED', names)] }
  }
  const { confidence, sources, value: ipType } = found
  const isDear = ipType === 'residential' || ipType === 'mobile'
  if (isDear && sources.length < 2)
    return { ...unknown, reasons: [toReason('TYPE_ONE_SOURCE', sources)] }
  const agreeing = counted.filter((vote) => vote.ipType === ipType)
  const restsOnNames = agreeing.every(({ basis }) => basis === 'name')
  const reasons = [toReason('TYPE_MAJORITY', sources)]
  const ipTypeConfidence =
    ipType === 'unknown' ? 0 : confidence * (restsOnNames ? weightOfNames : 1)
  return { ipType, ipTypeConfidence, reasons }
}
