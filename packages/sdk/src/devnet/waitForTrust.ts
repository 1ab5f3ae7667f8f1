import { DevnetError } from '../errors/devnet.js'
import { abortable } from '../internal/abortable.js'
import type { SBN } from '../sbn/sbn.js'
import type { DevnetParameters } from './types.js'

/** Longest that gateways may take to be trusted, in milliseconds. */
const timeout = 60_000

/** Resolves once the SBN trusts so many gateways; rejects when it refuses one. */
export function waitForTrust(
  sbn: SBN,
  count: number,
  onProgress: DevnetParameters['onProgress'],
  signal: AbortSignal | undefined,
): Promise<void> {
  const stops: (() => void)[] = []
  const waiting = new Promise<void>((resolve, reject) => {
    const trusted = new Set<string>()
    const timer = setTimeout(
      () => reject(new DevnetError('The gateways were not ready in time.')),
      timeout,
    )
    stops.push(
      () => clearTimeout(timer),
      sbn.on('gatewayTrusted', ({ gateway, status }) => {
        if (trusted.has(gateway)) return
        trusted.add(gateway)
        const { country = '', latencyMs = 0, mbps = 0 } = status
        onProgress?.({ step: 'gatewayTrusted', gateway, country, mbps, latencyMs })
        if (trusted.size === count) resolve()
      }),
      sbn.on('gatewayRefused', ({ reason }) =>
        reject(new DevnetError(`The SBN refused a gateway: ${reason}.`)),
      ),
    )
    if (count === 0) resolve()
  })
  return abortable(waiting, signal).finally(() => {
    for (const stop of stops) stop()
  })
}
