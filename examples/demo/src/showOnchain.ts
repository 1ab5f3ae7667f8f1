import { chainMessenger, fallbackMessenger, formatPrix, http, Subscriber } from '@passband/sdk'
import type { Devnet } from '@passband/sdk/devnet'
import { socks } from '@passband/tunnel/socks'
import { parseGwei, parseUnits } from 'viem'
import { compareBalances, readBalances } from './balances.js'
import type { Reporter } from './createReporter.js'
import { shorten } from './describeStep.js'
import { inEther, readGas } from './readGas.js'
import { usePass } from './usePass.js'
import { waitForEnd } from './waitForEnd.js'

/** The most that one message may cost; without such a limit nothing is posted. */
const maxCost = parseGwei('1000000')
const maxPrice = parseUnits('10', 8)

/** One pass that is left early, and one that runs to its end: everything goes over the chain. */
export async function showOnchain(
  devnet: Devnet,
  report: Reporter,
  signal: AbortSignal,
): Promise<void> {
  const client = await devnet.createClient()
  const before = await readBalances(devnet, client)
  const overChain = chainMessenger({ client, sbn: devnet.sbnAccount, maxCost })
  // Nothing listens there: what a subscriber sees whose network blocks the SBN.
  const blocked = http('http://127.0.0.1:9')
  const messenger = fallbackMessenger(blocked, overChain)
  await using subscriber = new Subscriber({ client, sbn: messenger, drivers: [socks()] })
  subscriber.on('fallback', ({ cost = 0n }) =>
    report.step(`The SBN’s server is not reached; asking over the chain costs ${inEther(cost)}`),
  )

  report.heading('proxy in DE, 5 Mbit/s, for 1h, with no server to ask')
  const requirements = { service: 'proxy', country: 'DE', mbps: 5, duration: '1h' } as const
  const quote = await subscriber.quote(requirements, { signal })
  report.step(`Asked and quoted over the chain: ${formatPrix(quote.total)}`)
  const pass = await subscriber.buy(quote, { maxPrice, signal })
  report.step(`Bought pass ${shorten(pass.id)}`)
  const proof = await usePass(devnet, pass, report, { signal })
  const left = await pass.leave({ signal })
  report.step(`Left early: ${formatPrix(left.owed)} owed, ${formatPrix(left.refund)} came back`)

  report.heading('vpn in NL, 5 Mbit/s, for 20s')
  const short = await subscriber.buy(
    { service: 'vpn', country: 'NL', mbps: 5, duration: '20s' },
    { maxPrice, signal },
  )
  report.step(`Asked, quoted and bought pass ${shorten(short.id)}`)
  const ended = waitForEnd(devnet, short.id, signal)
  const second = await usePass(devnet, short, report, { signal })
  report.step('Waiting for it to end by itself')
  await ended
  report.step('It ended and was settled by its gateway')
  await devnet.sbn.collectFees()

  report.heading('Gas of the first pass, from its chain logs')
  report.table(await readGas(client, devnet, pass))
  report.heading('Money')
  const conserved = compareBalances(report, before, await readBalances(devnet, client))
  if (!conserved) throw new Error('PRIX appeared or vanished.')
  if ([proof, second].some(({ expected, seen }) => seen !== expected))
    throw new Error('Traffic did not leave from the gateway that was paid.')
  report.heading('No server was asked, and everybody got what they paid for.')
}
