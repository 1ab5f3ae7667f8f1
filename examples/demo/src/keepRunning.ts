import { once } from 'node:events'
import { Subscriber } from '@passband/sdk'
import type { Devnet } from '@passband/sdk/devnet'
import { socks } from '@passband/tunnel/socks'
import { parseUnits } from 'viem'
import type { Reporter } from './createReporter.js'
import { shorten } from './describeStep.js'

/** Buys a pass of one hour, opens a local SOCKS5 port through it, and stays until stopped. */
export async function keepRunning(
  devnet: Devnet,
  report: Reporter,
  signal: AbortSignal,
): Promise<void> {
  report.heading('A pass to play with')
  const client = await devnet.createClient()
  await using subscriber = new Subscriber({ client, sbn: devnet.url, drivers: [socks()] })
  const pass = await subscriber.buy(
    { service: 'proxy', country: 'DE', mbps: 10, duration: '1h' },
    { maxPrice: parseUnits('10', 8), signal },
  )
  report.step(`Bought pass ${shorten(pass.id)} in ${pass.details?.country} for one hour`)
  await using session = await pass.connect({ signal })
  await using proxy = await session.listen()
  report.step(`Connected; local SOCKS5 port at ${proxy.host}:${proxy.port}`)

  report.heading('Try it in another terminal; the address in the answer is the gateway’s:')
  process.stdout.write(`\n  curl --proxy '${proxy.url}' http://${devnet.origin.host}/\n`)
  report.heading(
    `The SBN is at ${devnet.url}, the chain at ${devnet.rpcUrl}. Ctrl-C ends everything.`,
  )
  signal.throwIfAborted()
  const ended = session.closed.then((reason) => {
    if (!signal.aborted) report.step(`The pass has ended (${reason}).`)
  })
  await Promise.race([once(signal, 'abort'), ended.then(() => once(signal, 'abort'))])
  signal.throwIfAborted()
}
