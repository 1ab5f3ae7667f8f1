import type { Devnet, DevnetGateway } from '@passband/sdk/devnet'
import type { Reporter } from './createReporter.js'
import { shorten } from './describeStep.js'

/** What the SBN thinks of each gateway, in its own words; of those that it refused, with what it saw. */
export async function showGateways(devnet: Devnet, report: Reporter): Promise<void> {
  report.heading('What the SBN thinks of each gateway, and why')
  for (const [index, gateway] of devnet.gateways.entries()) {
    const explained = await devnet.sbn.explain(gateway.account)
    if (!explained) throw new Error('The SBN does not know a gateway.')
    const { reasons, score, trusted } = explained
    const verdict = trusted ? 'trusted' : `refused: ${gateway.refusedWith}`
    report.step(
      `Gateway ${index + 1} (${gateway.country}, ${shorten(gateway.account)}): ${verdict}, score ${score} of 100`,
    )
    report.list([...reasons, ...(trusted ? [] : await readEvidence(gateway))])
  }
}

/** What the owner of a refused gateway is shown. */
async function readEvidence({ gateway }: DevnetGateway): Promise<string[]> {
  const [check] = await gateway.checks()
  const [seen] = check?.drivers ?? []
  if (!check || !seen) return []
  const { country, downPerSecond = [], expectedMbps, idle, upPerSecond = [] } = seen
  const trips = idle?.samples?.map((milliseconds) => milliseconds.toFixed(1)).join(', ')
  const speeds = [...downPerSecond, ...upPerSecond].map((mbps) => mbps.toFixed(1)).join(', ')
  return [
    ...(check.reason === 'COUNTRY_IMPOSSIBLE'
      ? [`Its owner sees: an address of ${country}, and round trips of ${trips} ms.`]
      : []),
    ...(check.reason === 'BELOW_CLAIM'
      ? [`Its owner sees: ${speeds} Mbit/s down and up, where ${expectedMbps} were expected.`]
      : []),
    `Its owner can hold that against the hash that the SBN keeps: ${shorten(check.evidence)}.`,
  ]
}
