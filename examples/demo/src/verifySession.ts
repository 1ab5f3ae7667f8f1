import type { Pass } from '@passband/sdk'
import type { Devnet } from '@passband/sdk/devnet'
import type { SocksSession } from '@passband/tunnel/socks'
import type { Reporter } from './createReporter.js'

type Compared = { sold?: unknown; measured?: unknown; matches?: boolean | undefined }

/** Has the buyer measure what it bought, as the SBN does, and shows both side by side. */
export async function verifySession(
  devnet: Devnet,
  { pass, session }: { pass: Pass<SocksSession>; session: SocksSession },
  report: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const verified = await pass.verify(session, { geo: devnet.geo, ramp: 0.5, seconds: 1, signal })
  const row = (name: string, { matches, measured, sold }: Compared) => [
    name,
    tell(sold),
    tell(measured),
    matches === undefined ? '' : matches ? 'yes' : 'NO',
  ]
  const { country, down, ipType, latency, up } = verified
  report.step('Measured by the buyer, through the session, and compared with what was sold')
  report.table([
    ['', 'sold', 'measured', 'as sold'],
    row('country', country),
    row('address', ipType),
    row('Mbit/s down', down),
    row('Mbit/s up', up),
    row('round trip, ms', { measured: latency.medianMs }),
  ])
  if (!verified.matches)
    report.step('Less than was sold: is this machine busy? A buyer can leave now, as this one does')
}

function tell(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? `${value}` : value.toFixed(1)
  return value === undefined ? '–' : `${value}`
}
