import type { Pass } from '@passband/sdk'
import type { Devnet } from '@passband/sdk/devnet'
import type { SocksSession } from '@passband/tunnel/socks'
import type { Reporter } from './createReporter.js'
import { shorten } from './describeStep.js'
import { verifySession } from './verifySession.js'

/** Bytes that each pass downloads and uploads. */
const bytes = 1024 * 1024

/** What the origin and the session say about one pass. */
export type Proof = {
  country: string
  seen: string
  expected: string
  up: bigint
  down: bigint
}

/** Connects, moves real bytes through the gateway, and compares what the origin saw with what was bought. */
export async function usePass(
  devnet: Devnet,
  pass: Pass<SocksSession>,
  report: Reporter,
  { signal, verifies = false }: { signal: AbortSignal; verifies?: boolean },
): Promise<Proof> {
  await using session = await pass.connect({ signal })
  const gateway = devnet.gateways.find(({ account }) => account === pass.terms.gateway)
  report.step(`Connected through gateway ${shorten(pass.terms.gateway)} (${pass.details?.country})`)

  const at = (path: string) => `http://${devnet.origin.host}${path}`
  const answer = await session.fetch(at('/whoami'), { signal })
  const { address } = (await answer.json()) as { address: string }
  const download = await session.fetch(at(`/bytes/${bytes}`), { signal })
  const received = (await download.arrayBuffer()).byteLength
  const upload = await session.fetch(at('/upload'), {
    method: 'POST',
    body: new Uint8Array(bytes),
    signal,
  })
  const { bytesIn } = (await upload.json()) as { bytesIn: number }
  const { down, up } = session.usage()
  report.step(`Origin saw ${address}; ${received} bytes came down, ${bytesIn} went up`)
  if (verifies) await verifySession(devnet, { pass, session }, report, signal)
  return {
    country: pass.details?.country ?? 'an unknown country',
    seen: address,
    expected: gateway?.exitAddress ?? 'no gateway of this network',
    up,
    down,
  }
}
