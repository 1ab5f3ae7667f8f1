import { constants } from 'node:os'
import { parseArgs } from 'node:util'
import { createDevnet } from '@passband/sdk/devnet'
import { createReporter } from './createReporter.js'
import { describeStep } from './describeStep.js'
import { keepRunning } from './keepRunning.js'
import { market } from './market.js'
import { showMarket } from './showMarket.js'
import { showOnchain } from './showOnchain.js'

const usage = 'Usage: npm run demo [-- --keep | --onchain]'

function readArguments(): { keep: boolean; onchain: boolean } {
  const flag = { type: 'boolean', default: false } as const
  try {
    const { values } = parseArgs({ options: { keep: flag, onchain: flag } })
    if (values.keep && values.onchain) throw new Error('It is one or the other.')
    return values
  } catch (error) {
    console.error(`${(error as Error).message.split('.')[0]}.\n${usage}`)
    process.exit(2)
  }
}

/** Aborts at the first signal; a second one does not wait for the clean-up. */
function abortOnSignals(): AbortController {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal]
      if (controller.signal.aborted) process.exit()
      controller.abort(new Error(`Stopped by ${signal}.`))
    })
  return controller
}

const { keep, onchain } = readArguments()
const { signal } = abortOnSignals()
const report = createReporter()
try {
  report.heading('A bandwidth market on this machine')
  await using devnet = await createDevnet({
    ...market,
    signal,
    onchain,
    onProgress: (step) => report.step(describeStep(step)),
  })
  if (keep) await keepRunning(devnet, report, signal)
  else if (onchain) await showOnchain(devnet, report, signal)
  else await showMarket(devnet, report, signal)
} catch (error) {
  if (signal.aborted) report.step('Stopped. Everything is closed.')
  else {
    console.error(error)
    process.exitCode = 1
  }
}
