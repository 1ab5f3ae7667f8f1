import type { Address } from 'viem'
import { DevnetError } from '../errors/devnet.js'
import { abortable } from '../internal/abortable.js'
import type { SBN } from '../sbn/sbn.js'
import type { DevnetGatewayParameters, DevnetParameters } from './types.js'

/** Longest that checking all gateways may take, in milliseconds. */
const timeout = 60_000

/** A gateway of the network, and what the SBN is to think of it. */
type Expected = Pick<DevnetGatewayParameters, 'country' | 'refusedWith'> & { gateway: Address }

/** Resolves once the SBN thinks of every gateway what it is to think; rejects when it does not. */
export function waitForChecks(
  sbn: SBN,
  expected: readonly Expected[],
  { onProgress, signal }: Pick<DevnetParameters, 'onProgress' | 'signal'>,
): Promise<void> {
  const stops: (() => void)[] = []
  const waiting = new Promise<void>((resolve, reject) => {
    const left = new Map(expected.map((one) => [one.gateway, one]))
    const timer = setTimeout(
      () => reject(new DevnetError('The gateways were not ready in time.')),
      timeout,
    )
    const finish = (gateway: Address) => {
      left.delete(gateway)
      if (left.size === 0) resolve()
    }
    stops.push(
      () => clearTimeout(timer),
      sbn.on('gatewayTrusted', ({ gateway, status }) => {
        const one = left.get(gateway)
        if (!one) return
        if (one.refusedWith)
          return reject(new DevnetError(`The SBN trusts a gateway: not ${one.refusedWith}.`))
        const { country = '', latencyMs = 0, mbps = 0 } = status
        onProgress?.({ step: 'gatewayTrusted', gateway, country, mbps, latencyMs })
        finish(gateway)
      }),
      sbn.on('gatewayRefused', ({ gateway, reason }) => {
        const one = left.get(gateway)
        if (!one) return
        if (one.refusedWith !== reason)
          return reject(new DevnetError(`The SBN refused a gateway: ${reason}.`))
        onProgress?.({ step: 'gatewayRefused', gateway, country: one.country, reason })
        finish(gateway)
      }),
    )
    if (left.size === 0) resolve()
  })
  return abortable(waiting, signal).finally(() => {
    for (const stop of stops) stop()
  })
}
