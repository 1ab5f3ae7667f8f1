// What `npm run test:long` runs, from the repository's folder: `main.ts [name] [options]`.
import { join, resolve } from 'node:path'
import { listLongTests, loadLongTest } from './findLongTests.js'
import { readOptions } from './readOptions.js'
import { runLongTest } from './runLongTest.js'

const [name, ...args] = process.argv.slice(2)
const names = listLongTests()

async function list(): Promise<number> {
  process.stdout.write('npm run test:long -- <name> [--rounds N] [--seed S] [--fresh]\n\n')
  for (const one of names) {
    const { about, rounds, unit = 'rounds' } = await loadLongTest(one)
    process.stdout.write(`  ${one.padEnd(12)}${about} ${rounds} ${unit}.\n`)
  }
  return 0
}

async function main(): Promise<number> {
  if (name === undefined) return list()
  if (!names.includes(name)) {
    process.stderr.write(`There is no long test "${name}". There are: ${names.join(', ')}.\n`)
    return 2
  }
  const test = await loadLongTest(name)
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.abort(new Error(signal)))
  try {
    const options = readOptions(args, test.unit)
    return await runLongTest(name, test, options, join(resolve('.long'), name), stopping.signal)
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
}

process.exit(await main())
