// What `npm run bench:measuring` runs, in a network namespace that nothing else uses.
import { runHere } from './parts/createNamespace.js'
import { names, readOptions } from './readOptions.mjs'
import { rows } from './rows/rows.js'
import { runRows } from './runRows.js'

const stopping = new AbortController()
for (const [signal, code] of [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    stopping.abort(new Error(signal))
    // Namespaces and programs end with this process: they wait for the end of their input.
    process.exit(code)
  })

runHere('ip', 'link', 'set', 'lo', 'up')
const { only, rounds } = readOptions(process.argv.slice(2))
const chosen = names
  .filter((name) => only.length === 0 || only.includes(name))
  .map((name) => ({ name, ...rows[name] }))
const isKept = await runRows(chosen, { rounds, signal: stopping.signal })
process.exit(isKept ? 0 : 1)
