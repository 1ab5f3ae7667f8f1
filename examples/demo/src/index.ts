import { constants } from 'node:os'
import { parseArgs } from 'node:util'
import { createDevnet } from '@passband/sdk/devnet'
import { createReporter } from './createReporter.js'
import { describeStep } from './describeStep.js'
import { keepRunning } from './keepRunning.js'
import { showMarket } from './showMarket.js'

const usage = 'Usage: npm run demo [-- --keep]'

function readArguments(): { keep: boolean } {
  try {
    return parseArgs({ options: { keep: { type: 'boolean', default: false } } }).values
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

const { keep } = readArguments()
const { signal } = abortOnSignals()
const report = createReporter()
try {
  report.heading('A bandwidth market on this machine')
  await using devnet = await createDevnet({
    signal,
    onProgress: (step) => report.step(describeStep(step)),
  })
  if (keep) await keepRunning(devnet, report, signal)
  else await showMarket(devnet, report, signal)
} catch (error) {
  if (signal.aborted) report.step('Stopped. Everything is closed.')
  else {
    console.error(error)
    process.exitCode = 1
  }
}
