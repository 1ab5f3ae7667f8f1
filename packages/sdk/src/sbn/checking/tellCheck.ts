import type { AddressClassification } from '../../geo/classifyAddress.js'
import type { Latency } from '../../measuring/summarizeRoundTrips.js'
import type { DriverCheck, RoundTrips } from '../../protocol/gatewayCheck.js'
import type { Speed } from './measureSpeed.js'

/** What a gateway's owner is told of where its traffic comes out. */
export function tellPlace({
  families,
  latency,
  place,
}: Pick<DriverCheck, 'families'> & {
  latency?: Latency | undefined
  place?: AddressClassification | undefined
}): Partial<DriverCheck> {
  return {
    ...(families && { families }),
    ...(place?.country && { country: place.country }),
    ...(place && { ipType: place.ipType, geo: place.reasons.map(({ code }) => code) }),
    ...(latency && {
      idle: { ...tellLatency(latency), samples: latency.samples.map(round) },
    }),
  }
}

/** What a gateway's owner is told of how much it carried. */
export function tellSpeed({ mbps, throughput: { down, single, up } }: Speed): Partial<DriverCheck> {
  return {
    ...(mbps >= 1 && { mbps }),
    downPerSecond: down.perSecond.map(round),
    upPerSecond: up.perSecond.map(round),
    ...(single && { single: round(single.mbps) }),
    ...(down.latency && { loadedDown: tellLatency(down.latency) }),
    ...(up.latency && { loadedUp: tellLatency(up.latency) }),
  }
}

function tellLatency({ jitterMs, loss, medianMs }: Latency): RoundTrips {
  return { medianMs: round(medianMs), jitterMs: round(jitterMs), loss: round(loss) }
}

/** What is told is not more exact than this. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}
