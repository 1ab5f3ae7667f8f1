import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArtifacts, writeCode } from '../artifacts.mjs'
import { createCompiler } from '../createCompiler.mjs'
import { runForge } from '../runForge.mjs'
import { instrument, probeFile, probeSource } from './instrument.mjs'

const src = 'packages/contracts/src/'
/** Not those of gas, which differs, nor those that draw their calls at random. */
const folders = ['libraries', 'types', 'vectors', 'unit', 'attacks']

/**
 * Runs the tests on instrumented contracts, in a scratch copy.
 * @param {string} scratch
 * @param {(text: string) => void} say
 */
export async function measure(scratch, say) {
  const artifacts = readArtifacts(scratch)
  const shipped = artifacts.filter(({ source }) => source.startsWith(src))
  const compiler = createCompiler(scratch)
  const names = [...new Set(shipped.flatMap(({ sources }) => sources))]
  const trees = compiler.parse(names, shipped[0]?.settings ?? {})

  /** @type {import('./instrument.mjs').Probe[]} */
  const probes = []
  /** @type {Record<string, string>} */
  const changed = {}
  for (const name of names.filter((one) => one.startsWith(src)).sort()) {
    const tree = trees[name]
    if (tree) changed[name] = instrument(name, readFileSync(join(scratch, name)), tree, probes)
  }
  say(`${probes.length} probes. Compiling.`)
  // Tests that have a library inside have its probes too.
  const isMeasured = (/** @type {import('../artifacts.mjs').Artifact} */ { source, sources }) =>
    source.startsWith(src) ||
    (folders.some((folder) => source.startsWith(`packages/contracts/test/${folder}/`)) &&
      sources.some((name) => name in changed))
  const sources = { ...changed, [probeFile]: probeSource }
  const codes = compiler.compile(artifacts.filter(isMeasured), sources, [probeFile])
  for (const [artifact, code] of codes) writeCode(artifact, code)

  /** @type {Set<number>} */
  const seen = new Set()
  /** @type {string[]} */
  const failures = []
  for (const folder of folders) {
    const path = `packages/contracts/test/${folder}/**`
    const env = { FOUNDRY_FUZZ_RUNS: '1' }
    const args = ['test', '--json', '-vv', '--match-path', path, '--gas-snapshot-check', 'false']
    // Marks make code longer than a contract may be.
    args.push('--no-match-test', 'test_Code_IsNoLongerThanAllowed')
    const { output } = await runForge(scratch, args, { env })
    const suites = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1))
    for (const [suite, { test_results: results }] of Object.entries(suites))
      for (const [test, { decoded_logs: logs, status }] of Object.entries(results)) {
        if (status !== 'Success') failures.push(`${suite.split(':').at(-1)}.${test}`)
        for (const line of logs) if (/^\d+$/.test(line)) seen.add(Number(line))
      }
    say(`${folder}: ${seen.size} of ${probes.length} reached.`)
  }
  return { probes, seen, failures }
}
