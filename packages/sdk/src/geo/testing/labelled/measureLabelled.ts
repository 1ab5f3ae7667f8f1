import { classifyAddress } from '../../classifyAddress.js'
import { type Labelled, labelledNow, openLabelled, toNetworks } from './openLabelled.js'

export type Tally = { right: number; wrong: number; unknown: number; share: number }

/**
 * How often the classifier, and each database alone, is right about the labelled addresses.
 *
 * Types are measured twice over: with a table that has the address's network (`known`), and with one
 * that has only the networks of the other half (`strange`), by AS number.
 */
export async function measureLabelled(): Promise<{
  country: Tally
  known: Tally
  strange: Tally
  /** `known`, for addresses of which both sources with AS numbers know one. */
  covered: Tally
  naiveCountry: Record<string, Tally>
  naiveType: Tally
  /** Addresses said to be residential or mobile that are hosting, or the other of the two. */
  dearAndWrong: number
}> {
  const { addresses, sources } = await openLabelled()
  const all = Object.values(sources)
  const isEven = ({ asn }: Labelled) => asn % 2 === 0
  const tables = {
    even: toNetworks(addresses.filter(isEven)),
    odd: toNetworks(addresses.filter((labelled) => !isEven(labelled))),
  }
  const country = createTally()
  const known = createTally()
  const strange = createTally()
  const covered = createTally()
  const naiveType = createTally()
  const naiveCountry: Record<string, Tally> = {}
  let dearAndWrong = 0
  for (const labelled of addresses) {
    const classify = (networks: typeof tables.even) =>
      classifyAddress(all, labelled.address, { networks, now: labelledNow })
    const its = isEven(labelled) ? 'even' : 'odd'
    const withIt = await classify(tables[its])
    const without = await classify(tables[its === 'even' ? 'odd' : 'even'])
    if (labelled.country) {
      count(country, withIt.country, labelled.country)
      for (const source of all) {
        const place = await source.lookup(labelled.address)
        if (source.name === 'asn') continue
        naiveCountry[source.name] ??= createTally()
        const tally = naiveCountry[source.name]
        if (tally) count(tally, [place?.country ?? []].flat()[0], labelled.country)
      }
    }
    const asns = withIt.votes.filter(({ asn }) => asn !== undefined)
    if (asns.length > 1) count(covered, toSaid(withIt.ipType), labelled.ipType)
    for (const [tally, { ipType }] of [
      [known, withIt],
      [strange, without],
    ] as const) {
      count(tally, toSaid(ipType), labelled.ipType)
      const isDear = ipType === 'residential' || ipType === 'mobile'
      if (isDear && ipType !== labelled.ipType) dearAndWrong++
    }
    // One source's word for everything: what is not hosting by its name is sold as a home.
    const { organisation } = (await sources.ipfire.lookup(labelled.address)) ?? {}
    count(
      naiveType,
      /host|server|cloud/i.test(organisation ?? '') ? 'hosting' : 'residential',
      labelled.ipType,
    )
  }
  return { country, known, strange, covered, naiveCountry, naiveType, dearAndWrong }
}

function createTally(): Tally {
  return { right: 0, wrong: 0, unknown: 0, share: 0 }
}

function count(tally: Tally, said: string | undefined, truth: string) {
  if (said === undefined) tally.unknown++
  else if (said === truth) tally.right++
  else tally.wrong++
  tally.share = tally.right / (tally.right + tally.wrong + tally.unknown)
}

function toSaid(ipType: string): string | undefined {
  return ipType === 'unknown' ? undefined : ipType
}
