import { formatPrix, type Requirements, Subscriber } from '@passband/sdk'
import type { Devnet } from '@passband/sdk/devnet'
import { socks } from '@passband/tunnel/socks'
import { parseUnits } from 'viem'
import { compareBalances, readBalances } from './balances.js'
import type { Reporter } from './createReporter.js'
import { shorten } from './describeStep.js'
import { explainPurchase } from './explainPurchase.js'
import { showGateways } from './showGateways.js'
import { type Proof, usePass } from './usePass.js'
import { waitForEnd } from './waitForEnd.js'

const maxPrice = parseUnits('10', 8)

/** One pass that is left early, and two that run to their end. */
const wishes: readonly (Requirements & { leave: boolean })[] = [
  { service: 'proxy', country: 'DE', mbps: 10, duration: '1h', leave: true },
  { service: 'vpn', country: 'NL', mbps: 10, duration: '8s', leave: false },
  { service: 'proxy', country: 'BE', mbps: 10, duration: '6s', leave: false },
]

/** Buys, uses, leaves and settles passes, and shows the proof. */
export async function showMarket(
  devnet: Devnet,
  report: Reporter,
  signal: AbortSignal,
): Promise<void> {
  await showGateways(devnet, report)
  const client = await devnet.createClient()
  await using subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
  const before = await readBalances(devnet, client)
  const proofs: Proof[] = []
  const running: Promise<void>[] = []

  for (const { leave, ...requirements } of wishes) {
    const { country, duration, mbps, service } = requirements
    report.heading(`${service} in ${country}, ${mbps} Mbit/s, for ${duration}`)
    const quote = await subscriber.quote(requirements, { signal })
    report.step(`Quoted ${formatPrix(quote.total)}, of which ${formatPrix(quote.fee)} is the fee`)
    const pass = await subscriber.buy(quote, { maxPrice, signal })
    report.step(`Bought pass ${shorten(pass.id)}`)
    // One is looked at more closely.
    if (leave) await explainPurchase(devnet, pass, report)
    if (!leave) running.push(waitForEnd(devnet, pass.id, signal))
    proofs.push(await usePass(devnet, pass, report, { signal, verifies: leave }))
    if (!leave) continue
    const { owed, refund } = await pass.leave({ signal })
    report.step(`Left early: ${formatPrix(owed)} owed, ${formatPrix(refund)} came back at once`)
  }

  report.heading('Settling')
  report.step('Waiting for the other passes to end by themselves')
  await Promise.all(running)
  report.step('Both ended and were settled by their gateways')
  await devnet.sbn.collectFees()
  report.step('The SBN collected its fees, and the protocol’s')

  report.heading('Proof')
  report.table([
    ['pass', 'gateway leaves from', 'origin saw', 'bytes up', 'bytes down'],
    ...proofs.map(({ country, down, expected, seen, up }) => [
      country,
      expected,
      seen,
      String(up),
      String(down),
    ]),
  ])
  report.heading('Money')
  const conserved = compareBalances(report, before, await readBalances(devnet, client))
  const genuine = proofs.every(({ expected, seen }) => seen === expected)
  if (!conserved) throw new Error('PRIX appeared or vanished.')
  if (!genuine) throw new Error('Traffic did not leave from the gateway that was paid.')
  report.heading('Nothing appeared, nothing vanished, and everybody got what they paid for.')
}
