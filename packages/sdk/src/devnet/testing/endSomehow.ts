// A program of startAnvil.test.ts: starts anvil, says which process it is, and ends.
import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import { readParameters } from '../../internal/testing/readParameters.js'
import { startAnvil } from '../startAnvil.js'

const say = (line: string) => process.stdout.write(`${line}\n`)

const real = childProcess.spawn as (...args: unknown[]) => childProcess.ChildProcess
childProcess.spawn = ((...args: unknown[]) => {
  const child = real(...args)
  say(`pid ${child.pid}.`)
  return child
}) as typeof childProcess.spawn
syncBuiltinESMExports()

const endings: Record<string, () => void> = {
  return() {},
  exit: () => process.exit(0),
  throw: () =>
    setTimeout(() => {
      throw new Error('meant by the test')
    }),
  stay: () => setInterval(() => {}, 1_000),
}
await startAnvil()
say('ready')
endings[readParameters<{ end: string }>().end]?.()
