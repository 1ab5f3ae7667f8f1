import { type Address, isAddressEqual } from 'viem'
import { InvalidInputError } from '../errors/input.js'
import type { Findings } from '../protocol/findings.js'
import type { IpType } from '../protocol/schemas.js'
import { median } from './median.js'

/** What several SBNs found out about a gateway, taken together. */
export type CombinedFindings = {
  gateway: Address
  /** How many SBNs there are; three are needed against one that lies. */
  sbns: number
  /** Median, Mbit/s. */
  mbps: number
  /** Median, milliseconds. */
  latencyMs: number
  /** What more than half of them say; none when there is no such. */
  country?: string | undefined
  ipType?: IpType | undefined
  /** SBNs that say another country or type, or whose figure differs from the median by more than a quarter. */
  deviating: Address[]
}

/** How far from the median a figure is remarkable. */
const tolerance = 0.25
/** Milliseconds within which latencies differ by where an SBN is, at least. */
const noiseMs = 50

/**
 * Combines what several SBNs attested about one gateway, each having measured by itself, so that less
 * than half of them cannot move the result beyond what the others found.
 *
 * Latency depends on where an SBN is: it is a deviation only when it is much lower or higher than for
 * the others.
 *
 * @param attested Findings and who attested them, each SBN once; verify the attestations before.
 * @throws `InvalidInputError` None, findings about several gateways, or two of one SBN.
 *
 * @example
 * ```ts
 * const { country, deviating, mbps } = combineFindings([
 *   { sbn: first, findings: ofFirst },
 *   { sbn: second, findings: ofSecond },
 *   { sbn: third, findings: ofThird },
 * ])
 * ```
 */
export function combineFindings(
  attested: readonly { sbn: Address; findings: Findings }[],
): CombinedFindings {
  const [first] = attested
  if (!first) throw new InvalidInputError('attested', 'There must be one.')
  const { gateway } = first.findings
  if (attested.some(({ findings }) => !isAddressEqual(findings.gateway, gateway)))
    throw new InvalidInputError('attested', 'All of them have to be about one gateway.')
  if (new Set(attested.map(({ sbn }) => sbn.toLowerCase())).size < attested.length)
    throw new InvalidInputError('attested', 'Expected each SBN once.')
  const all = attested.map(({ findings }) => findings)
  const mbps = median(all.map((one) => one.mbps))
  const latencyMs = median(all.map((one) => one.latencyMs))
  const country = findMajority(all.map((one) => one.country))
  const ipType = findMajority(all.map((one) => one.ipType))
  const deviates = (one: Findings) =>
    (country !== undefined && one.country !== country) ||
    (ipType !== undefined && one.ipType !== ipType) ||
    isFar(one.mbps, mbps, 0) ||
    isFar(one.latencyMs, latencyMs, noiseMs)
  return {
    gateway,
    sbns: all.length,
    mbps,
    latencyMs,
    ...(country !== undefined && { country }),
    ...(ipType !== undefined && { ipType }),
    deviating: attested.flatMap(({ findings, sbn }) => (deviates(findings) ? [sbn] : [])),
  }
}

function isFar(value: number, middle: number, noise: number): boolean {
  return Math.abs(value - middle) > Math.max(noise, tolerance * middle)
}

function findMajority<value>(values: readonly value[]): value | undefined {
  return values.find((one) => values.filter((other) => other === one).length * 2 > values.length)
}
